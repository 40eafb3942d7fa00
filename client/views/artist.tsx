export const ArtistPage = () => null;
