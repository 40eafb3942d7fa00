export const Tray = () => null;
