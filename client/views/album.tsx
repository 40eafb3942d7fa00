export const AlbumPage = () => null;
