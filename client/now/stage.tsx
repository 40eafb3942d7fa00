export const Stage = () => null;
