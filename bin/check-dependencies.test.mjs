// bin/check-dependencies.mjs reads licence expressions by itself; this shows that it reads them rightly.
import assert from "node:assert/strict"
import { test } from "node:test"
import { isAllowed } from "./check-dependencies.mjs"

const allowed = new Set(["MIT", "Apache-2.0", "BSD-3-Clause"])

test("a licence expression passes when one of its alternatives is allowed whole", () => {
  for (const expression of [
    "MIT",
    "MIT OR GPL-3.0",
    "GPL-3.0 OR MIT",
    "GPL-3.0/MIT",
    "(Apache-2.0 OR GPL-3.0) AND BSD-3-Clause",
    "Apache-2.0 WITH LLVM-exception OR Apache-2.0",
  ]) assert.ok(isAllowed(expression, allowed), expression)
  for (const expression of [
    "",
    "none",
    "GPL-3.0",
    "MIT AND GPL-3.0",
    "GPL-3.0 AND MIT",
    "(GPL-3.0 OR AGPL-3.0) AND MIT",
    "Apache-2.0 WITH LLVM-exception",
    "MIT)",
  ]) assert.ok(!isAllowed(expression, allowed), expression)
})
