export const UploadRing = () => null;
