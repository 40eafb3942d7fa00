export const Deleted = () => null;
