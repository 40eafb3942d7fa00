/**
 * The wire: what Segue's functions take and give. The one description of it: requests are checked against these
 * schemas, the typed client is made of them, and so is /openapi.json.
 */
import { z } from "zod";

/** Every problem, by the last word of its `type`: `urn:segue:problem:<slug>`. */
export const problemSlugs = [
  "invalid-request",
  "malformed-json",
  "empty-upload",
  "token-needed",
  "token-wrong",
  "foreign-origin",
  "read-only",
  "signature-wrong",
  "signature-expired",
  "not-found",
  "unknown-song",
  "unknown-upload",
  "unknown-album",
  "unknown-share",
  "method-not-allowed",
  "request-stalled",
  "upload-stalled",
  "song-busy",
  "upload-conflict",
  "upload-elsewhere",
  "key-in-use",
  "song-deleted",
  "original-gone",
  "upload-gone",
  "cursor-expired",
  "share-gone",
  "song-changed",
  "tus-version",
  "condition-failed",
  "body-too-large",
  "file-too-large",
  "picture-too-large",
  "unsupported-type",
  "not-audio",
  "not-picture",
  "range-beyond-end",
  "no-sound",
  "video",
  "unreadable",
  "truncated",
  "too-long",
  "too-slow",
  "too-complex",
  "too-much-output",
  "unreadable-picture",
  "upload-interrupted",
  "upload-mismatch",
  "too-many-tries",
  "header-too-large",
  "internal",
  "preparation-failed",
  "leaving",
  "overloaded",
  "store-away",
  "store-full",
  "quota-reached",
] as const;

export type ProblemSlug = (typeof problemSlugs)[number];

export const problemType = z
  .templateLiteral(["urn:segue:problem:", z.enum(problemSlugs)])
  .meta({ description: "What went wrong. Stable: programs may rely on it." });

export const Problem = z
  .object({
    type: problemType,
    title: z.string().meta({ description: "One sentence for people." }),
    status: z.int(),
    detail: z.string().optional().meta({ description: "What to do about it." }),
    instance: z
      .string()
      .optional()
      .meta({ description: "The request, as the server's log names it." }),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "What is wrong with which part of the request." }),
  })
  .meta({ id: "Problem", description: "RFC 9457." });
export type Problem = z.infer<typeof Problem>;

export const SongId = z
  .string()
  .regex(/^[\w-]{21}$/)
  .meta({ description: "21 characters of A-Z a-z 0-9 _ -" });

const text = z.string().trim().min(1).max(500);
const whole = (most: number) => z.int().min(1).max(most);
const most = { trackNumber: 99_999, discNumber: 9_999, year: 9_999 } as const;

/** Tags as people write them. */
const tagFields = {
  title: text,
  artist: text,
  album: text,
  albumArtist: text,
  trackNumber: whole(most.trackNumber),
  discNumber: whole(most.discNumber),
  year: whole(most.year),
  genre: text,
  compilation: z.boolean(),
  composer: text,
  lyrics: z.string().max(100_000),
};

export const Tags = z.strictObject(tagFields).partial();
export type Tags = z.infer<typeof Tags>;

/** RFC 7396: a tag that is null is removed. */
export const SongChange = z
  .strictObject(
    Object.fromEntries(
      Object.entries(tagFields).map(([name, schema]) => [name, schema.nullable()]),
    ) as { [K in keyof typeof tagFields]: z.ZodNullable<(typeof tagFields)[K]> },
  )
  .partial()
  .meta({
    id: "SongChange",
    description: "A JSON merge patch (RFC 7396) of the tags: null removes.",
  });
export type SongChange = z.infer<typeof SongChange>;

export const State = z.enum(["uploading", "processing", "ready", "failed"]);
export type State = z.infer<typeof State>;

export const RenditionStart = z.object({
  name: z.string().meta({ description: "a64, a128, a256 or flac." }),
  codecs: z.string().meta({ description: "RFC 6381." }),
  bandwidth: z.int().meta({ description: "Peak bit rate, bits per second." }),
  init: z.base64().meta({ description: "init.mp4 itself." }),
  url: z
    .string()
    .meta({ description: "Of the segments, {n} from 0 on; relative to the song's `streaming`." }),
});

export const Start = z
  .object({
    sampleRate: z.int(),
    renditions: z.array(RenditionStart),
    durations: z.array(z.number()).meta({ description: "Seconds of each segment." }),
  })
  .meta({ id: "Start", description: "All that a player needs to begin, without another request." });
export type Start = z.infer<typeof Start>;

const gain = z.number().optional().meta({ description: "dB, by ReplayGain." });
const peak = z.number().optional().meta({ description: "Of full scale, by ReplayGain." });
const musicBrainzIds = z
  .string()
  .optional()
  .meta({ description: "MusicBrainz Identifiers, of several artists with spaces between them." });

/** Tags that come with the file, and only with it. */
const fileOnlyTags = {
  trackCount: z.int().optional(),
  discCount: z.int().optional(),
  conductor: z.string().optional(),
  trackGain: gain,
  trackPeak: peak,
  albumGain: gain,
  albumPeak: peak,
  musicBrainzRecordingId: musicBrainzIds,
  musicBrainzTrackId: musicBrainzIds,
  musicBrainzAlbumId: musicBrainzIds,
  musicBrainzReleaseGroupId: musicBrainzIds,
  musicBrainzArtistId: musicBrainzIds,
  musicBrainzAlbumArtistId: musicBrainzIds,
};

export const Song = z
  .object({
    id: SongId,
    state: State,
    playable: z.boolean().meta({ description: "It can be played, if perhaps not yet to its end." }),
    reason: Problem.optional().meta({ description: "Why it failed." }),
    progress: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .meta({ description: "How much of it is prepared." }),
    title: z.string(),
    artist: z.string().optional(),
    album: z.string().optional(),
    albumId: z.string().optional(),
    albumArtist: z.string().optional(),
    trackNumber: z.int().optional(),
    discNumber: z.int().optional(),
    year: z.int().optional(),
    genre: z.string().optional(),
    compilation: z.boolean().optional(),
    composer: z.string().optional(),
    lyrics: z.string().optional().meta({ description: "Not in lists, nor among changes." }),
    ...fileOnlyTags,
    duration: z.number().optional().meta({ description: "Seconds; absent until it is known." }),
    renditions: z
      .array(z.string())
      .meta({ description: "Names of the streams it can be played in." }),
    revision: z.int().meta({ description: "Counts the edits by people; If-Match compares it." }),
    addedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().optional(),
    filename: z.string().optional(),
    fingerprint: z.string().optional().meta({
      description: "<size>-<SHA-256 of the first and last 64 KiB>; of the whole below 128 KiB.",
    }),
    duplicateOf: SongId.optional(),
    size: z.int().meta({ description: "Bytes stored for it." }),
    uploaded: z.int().meta({ description: "Bytes of the original that have arrived." }),
    loudness: z
      .object({
        integrated: z.number().meta({ description: "LUFS (EBU R128)." }),
        range: z.number().meta({ description: "LU." }),
        truePeak: z.number().meta({ description: "dBTP." }),
      })
      .optional(),
    cover: z
      .object({
        color: z.string(),
        urls: z
          .record(z.string(), z.string())
          .meta({ description: "By width in pixels: 96, 320 and 1024; relative to `streaming`." }),
      })
      .optional(),
    coverFrom: z.enum(["person", "file", "folder"]).optional().meta({
      description:
        "Who brought the cover: somebody who chose it, or chose that there be none; the file; or a picture beside it.",
    }),
    streaming: z.string().meta({
      description:
        "Where its chunks are, ending in a slash; every URL in the song is relative to it. Relative to crud's root, or absolute.",
    }),
    hls: z.string().meta({ description: "Its playlist." }),
    peaks: z.string().optional().meta({ description: "Its waveform, as JSON." }),
    start: Start.optional(),
  })
  .meta({ id: "Song" });
export type Song = z.infer<typeof Song>;

/** A whole number in a query. */
const number = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const flag = z.enum(["true", "false"]).transform((value) => value === "true");

export const SortField = z.enum(["added", "title", "artist", "album", "relevance"]);

export const ListQuery = z.strictObject({
  q: z.string().max(200).optional().meta({
    description:
      "Words, or the beginnings of words, of title, artist or album: each must be found.",
  }),
  artist: text.optional(),
  album: text.optional(),
  albumId: z.string().max(64).optional(),
  genre: text.optional(),
  state: State.optional(),
  fingerprint: z.string().max(100).optional(),
  deleted: flag
    .optional()
    .meta({ description: "Deleted songs instead, which can still be restored." }),
  sort: SortField.optional().meta({
    description:
      "added, unless something else is asked for; relevance, which needs q, where there is q and no order.",
  }),
  order: z
    .enum(["asc", "desc"])
    .optional()
    .meta({ description: "Newest first, names from A to Z. The best match is always first." }),
  limit: number(1, 500).default(100),
  cursor: z
    .string()
    .max(2_000)
    .optional()
    .meta({ description: "From the Link of the page before." }),
  offset: number(0, 10_000_000).optional().meta({
    description:
      "Passes over so many songs, for a leap to anywhere: instead of a cursor, which never repeats or misses any.",
  }),
  include: z.literal("start").optional(),
  count: flag.optional().meta({ description: "Adds X-Total-Count." }),
});
export type ListQuery = z.infer<typeof ListQuery>;

export const SongQuery = z.strictObject({});

export const CoverQuery = z.strictObject({
  from: z.literal("folder").optional().meta({
    description: "It lay beside the file: shown where the file brings none, and no edit.",
  }),
});
export type CoverQuery = z.infer<typeof CoverQuery>;

/** Tags that override the file's. */
export const UploadQuery = z.strictObject({
  filename: z
    .string()
    .max(1_000)
    .optional()
    .meta({ description: "A title for files without tags." }),
  ...z
    .strictObject({
      ...tagFields,
      trackNumber: number(1, most.trackNumber),
      discNumber: number(1, most.discNumber),
      year: number(1, most.year),
      compilation: flag,
    })
    .partial().shape,
});
export type UploadQuery = z.infer<typeof UploadQuery>;

export const IdempotencyKey = z.string().min(1).max(200);

export const ChangesQuery = z.strictObject({
  after: z.string().max(200).optional().meta({
    description: "The cursor of the answer before. Without it: no songs, and a cursor for now.",
  }),
  wait: number(0, 50).default(0).meta({
    description: "Seconds to wait for a change when there is none.",
  }),
  limit: number(1, 500).default(200),
});

export const Changes = z
  .object({
    songs: z.array(Song).meta({
      description:
        "Songs that changed, deleted ones too; some may come again: compare id and changedAt.",
    }),
    cursor: z.string(),
  })
  .meta({ id: "Changes" });
export type Changes = z.infer<typeof Changes>;

export const ArtistsQuery = z.strictObject({
  q: z.string().max(200).optional().meta({
    description: "Words, or the beginnings of words, of the name: each must be found.",
  }),
  limit: number(1, 500).default(100),
  cursor: z.string().max(2_000).optional(),
});
export type BrowseQuery = z.infer<typeof ArtistsQuery>;

export const AlbumsQuery = ArtistsQuery.extend({
  q: ArtistsQuery.shape.q.meta({
    description: "Words, or the beginnings of words, of the name or whose album it is.",
  }),
  artist: text.optional().meta({ description: "Those with a song of this artist." }),
});
export type AlbumsQuery = z.infer<typeof AlbumsQuery>;

export const Artist = z
  .object({ name: z.string(), songs: z.int(), albums: z.int() })
  .meta({ id: "Artist" });
export type Artist = z.infer<typeof Artist>;

export const Album = z
  .object({
    id: z.string(),
    title: z.string(),
    artist: z.string().optional(),
    year: z.int().optional(),
    compilation: z.boolean().optional(),
    songs: z.int(),
    duration: z.number().meta({ description: "Seconds, of the songs whose length is known." }),
    cover: Song.shape.cover,
    streaming: z
      .string()
      .optional()
      .meta({ description: "What the cover's URLs are relative to, as in a song." }),
    loudness: z
      .object({
        integrated: z.number().meta({ description: "LUFS, of all its songs by their length." }),
        truePeak: z.number().meta({ description: "dBTP, of the highest." }),
      })
      .optional(),
  })
  .meta({ id: "Album" });
export type Album = z.infer<typeof Album>;

export const Stats = z
  .object({
    songs: z.int(),
    albums: z.int(),
    artists: z.int(),
    duration: z.number().meta({ description: "Seconds." }),
    size: z.int().meta({ description: "Bytes stored." }),
    quota: z.number().optional().meta({
      description: "Bytes that the library may take up; what is deleted counts for a day.",
    }),
    free: z.number().optional().meta({ description: "Bytes that its disk has, where it says." }),
  })
  .meta({ id: "Stats" });
export type Stats = z.infer<typeof Stats>;

const day = 24 * 60 * 60;

export const ShareRequest = z
  .strictObject({
    songId: SongId.optional(),
    albumId: z.string().min(1).max(64).optional(),
    expiresIn: z
      .int()
      .min(60)
      .max(3_650 * day)
      .default(7 * day)
      .meta({ description: "Seconds." }),
  })
  .refine(({ songId, albumId }) => (songId === undefined) !== (albumId === undefined), {
    error: "Name a songId or an albumId.",
  })
  .meta({ id: "ShareRequest", description: "Either a song or an album." });
export type ShareRequest = z.input<typeof ShareRequest>;

const shareFields = {
  title: z.string().meta({ description: "Of the song or the album, as it is called now." }),
  artist: z.string().optional(),
  expiresAt: z.iso.datetime(),
};

export const Share = z
  .object({
    id: z.string(),
    songId: SongId.optional(),
    albumId: z.string().optional(),
    ...shareFields,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Share" });
export type Share = z.infer<typeof Share>;

export const NewShare = Share.extend({
  secret: z.string().meta({ description: "The link is the player's `shared#<secret>`." }),
}).meta({ id: "NewShare" });
export type NewShare = z.infer<typeof NewShare>;

export const Shared = z
  .object({ kind: z.enum(["song", "album"]), ...shareFields, songs: z.array(Song) })
  .meta({ id: "Shared", description: "All that a link opens." });
export type Shared = z.infer<typeof Shared>;

export const Doctor = z
  .object({
    time: z.iso.datetime().meta({ description: "By the function's clock." }),
    store: z.object({
      name: z.string(),
      time: z.iso
        .datetime()
        .optional()
        .meta({ description: "By its clock; absent when it does not answer." }),
    }),
    ffmpeg: z.string().optional().meta({ description: "Its version; absent when there is none." }),
    streaming: z.string().meta({
      description: "The address of songs, ending in a slash. Relative to crud's root, or absolute.",
    }),
    access: z.enum(["write", "read"]).meta({ description: "What the token that was sent may do." }),
  })
  .meta({ id: "Doctor", description: "How the server is, for whoever looks after it." });
export type Doctor = z.infer<typeof Doctor>;
