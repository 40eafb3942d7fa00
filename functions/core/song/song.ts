/** What is known and stored of a song. The stored form is settled: fields may be added, none changes its meaning. */

export type SongId = string;
export type EncodingId = string;
export type AlbumId = string;

/** `ready` and `failed` are ends; the others move by themselves. A tombstone is any of them with `deletedAt`. */
export type State = "uploading" | "processing" | "ready" | "failed";

/** Why a song failed: an RFC 9457 problem, as it is shown to people. */
export type Reason = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
};

export type Tags = {
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly albumArtist?: string;
  readonly trackNumber?: number;
  readonly discNumber?: number;
  readonly year?: number;
  readonly genre?: string;
  readonly compilation?: boolean;
  readonly composer?: string;
  readonly lyrics?: string;
  readonly trackCount?: number;
  readonly discCount?: number;
  readonly conductor?: string;
  /** ReplayGain of the song and of its album: dB, and the highest sample as a share of full scale. */
  readonly trackGain?: number;
  readonly trackPeak?: number;
  readonly albumGain?: number;
  readonly albumPeak?: number;
  /** https://musicbrainz.org/doc/MusicBrainz_Identifier; of several artists with spaces between them. */
  readonly musicBrainzRecordingId?: string;
  readonly musicBrainzTrackId?: string;
  readonly musicBrainzAlbumId?: string;
  readonly musicBrainzReleaseGroupId?: string;
  readonly musicBrainzArtistId?: string;
  readonly musicBrainzAlbumArtistId?: string;
};

/** What people changed; null hides the tag that the file has. */
export type EditedTags = { readonly [K in keyof Tags]: Tags[K] | null };

export type Rendition = {
  /** `a64`, `a128`, `a256` or `flac`. */
  readonly name: string;
  /** RFC 6381, as in the playlist's CODECS. */
  readonly codecs: string;
  /** Peak bit rate in bits per second (RFC 8216, 4.3.4.2); nominal until the encoding is done. */
  readonly bandwidth: number;
  readonly averageBandwidth: number;
};

/** One run of the ladder over an original. */
export type Encoding = {
  readonly id: EncodingId;
  /** Version of ladder and options: a worker goes on only with what its own recipe began. */
  readonly recipe: number;
  /** The rate that `samples` and `durations` are counted in. */
  readonly sampleRate: number;
  /** Length in samples, once known. */
  readonly samples?: number;
  /** Samples of each segment that every rendition has. */
  readonly durations: readonly number[];
  readonly renditions: readonly Rendition[];
  readonly done: boolean;
};

/** The bytes that were uploaded. */
export type Original = {
  readonly filename?: string;
  readonly contentType?: string;
  /** Durable bytes; parts past this offset do not exist for anybody. */
  readonly bytes: number;
  /** What the sender announced, where it did. */
  readonly expectedBytes?: number;
  readonly complete: boolean;
  readonly sha256?: string;
  /** Its bytes were let go once the song was ready. */
  readonly gone?: true;
  /** As its sender says; once the song is ready, as it is. */
  readonly fingerprint?: string;
  /** It comes by tus: it may break off and go on later. Its Upload-Metadata is given back as it came. */
  readonly resumable?: { readonly metadata: string };
};

/** A worker's claim on a song, until `expiresAt` (epoch ms). */
export type Lease = {
  readonly holder: string;
  readonly expiresAt: number;
  /** Counts the claims since the last progress. */
  readonly attempt: number;
};

export type Loudness = {
  /** LUFS (EBU R128). */
  readonly integrated: number;
  /** LU. */
  readonly range: number;
  /** dBTP. */
  readonly truePeak: number;
};

export type Cover = {
  readonly hash: string;
  readonly color: string;
  readonly sizes: readonly number[];
  readonly type: string;
};

/** Folded tags that lists are filtered and sorted by; derived from `tags`. */
export type SortKeys = {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
};

export type Filters = {
  readonly artist?: string;
  readonly album?: string;
  readonly genre?: string;
};

export type Song = {
  readonly id: SongId;
  readonly state: State;
  /** Someone may press play: every rendition has its first segment. */
  readonly playable: boolean;
  readonly reason?: Reason;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms by the store's clock; the store sets it at every write. */
  readonly changedAt: number;
  /** Counts the edits by people. */
  readonly revision: number;
  /** Counts every write of tags, by people or workers, so that neither loses the other's. */
  readonly tagsVersion: number;
  readonly fileTags: Tags;
  readonly givenTags: Tags;
  readonly editedTags: EditedTags;
  /** Edited over given over file over file name. */
  readonly tags: Tags;
  readonly albumId?: AlbumId;
  /** Search tokens; see search.ts. */
  readonly terms: readonly string[];
  readonly keys: SortKeys;
  readonly filters: Filters;
  readonly original: Original;
  readonly duplicateOf?: SongId;
  /** What plays. */
  readonly encoding?: Encoding;
  /** What will play once it is done, while a song is encoded again. */
  readonly nextEncoding?: Encoding;
  /** What played before; the janitor deletes its chunks. */
  readonly superseded?: readonly EncodingId[];
  readonly lease?: Lease;
  /** 0 to 1, while it is prepared. */
  readonly progress?: number;
  readonly loudness?: Loudness;
  /** Given over the file's own over its folder's. */
  readonly cover?: Cover;
  readonly fileCover?: Cover;
  /** Of a picture that lay beside the file. */
  readonly folderCover?: Cover;
  /** What a person put in its place; null for none. */
  readonly givenCover?: Cover | null;
  readonly deletedAt?: number;
  /** Bytes stored for it. */
  readonly size: number;
  /** Epoch ms from which on a worker may take it; absent when there is nothing to do. */
  readonly dueAt?: number;
  /** Epoch ms from which on the janitor has something to do with it. */
  readonly expiresAt?: number;
  /** Epoch ms from which on it is deleted for ever. */
  readonly purgeAt?: number;
};

/** The encoding that a worker has to make: the one beside what plays, or the first. */
export const encodingInWork = (song: Song): Encoding | undefined =>
  song.nextEncoding ?? (song.encoding?.done ? undefined : song.encoding);

/** A worker still has to do with it, or will have. */
export const isUnfinished = ({ state, nextEncoding }: Song): boolean =>
  state === "uploading" || state === "processing" || nextEncoding !== undefined;

/** Length in seconds, once it is known. */
export const secondsOf = (song: Song): number | undefined =>
  song.encoding?.samples === undefined
    ? undefined
    : song.encoding.samples / song.encoding.sampleRate;
