/** The API beside its own description, by schemathesis: thousands of requests, right and wrong. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { schemathesis } from "../support/python.ts";
import { ingest, type Server, startServer } from "../support/server.ts";
import { made } from "../support/sound.ts";

/** What an answer may be held to, whatever was asked. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

const configuration = (song: string, upload: string): string => `
hooks = "hooks.py"
parameters = { "path.id" = "${song}" }

[[operations]]
include-path = "/uploads/{id}"
parameters = { "path.id" = "${upload}" }
`;

/** tus's own name for bytes. */
const hooks = `
import schemathesis
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
`;

describe.skipIf(schemathesis === undefined)("/openapi.json", () => {
  let server: Server;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "segue-openapi-"));
    server = await startServer();
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  test("is right: no answer is off it, and none is a fault of the server", async () => {
    const config = join(folder, "schemathesis.toml");
    const { id } = await ingest(server, await made("-f lavfi -i sine=440:d=2", "wav"));
    const begun = await fetch(server.crud("uploads"), {
      method: "POST",
      headers: { "Tus-Resumable": "1.0.0", "Upload-Length": "1000000" },
    });
    await writeFile(
      config,
      configuration(id, begun.headers.get("Location")?.split("/").at(-1) ?? ""),
    );
    await writeFile(join(folder, "hooks.py"), hooks);
    const options = [
      "--max-examples",
      "20",
      "--seed",
      "1",
      "--no-color",
      "--checks",
      checks.join(","),
    ];
    const child = spawn(
      schemathesis ?? "",
      [
        "--config-file",
        config,
        "run",
        server.crud("openapi.json"),
        "--url",
        server.crud(""),
        ...options,
      ],
      { cwd: folder, stdio: ["ignore", "pipe", "inherit"] },
    );
    const closed = once(child, "close");
    const report = await text(child.stdout);
    await closed;
    expect(report).toContain("Tested: ");
    expect(report).not.toMatch(/= (FAILURES|ERRORS) =/);
    expect(server.log.filter(({ level }) => level === "error")).toEqual([]);
  });
});
