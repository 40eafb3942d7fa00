export const Recent = () => null;
