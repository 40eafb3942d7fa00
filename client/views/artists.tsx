export const Artists = () => null;
