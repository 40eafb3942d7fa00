export const Albums = () => null;
