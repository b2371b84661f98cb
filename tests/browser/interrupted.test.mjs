// The short form of bin/interrupt-writing.
import assert from "node:assert/strict"
import { test } from "node:test"
import { interruptions } from "./interruptions.mjs"

test("ten interruptions while 2,000 words are written: what was called saved is there", async () => {
  const { words } = await interruptions(10)
  assert.ok(words > 500, `${words} words were called saved`)
})
