/**
 * Licences of thor's own format, for products that embed thor: {@link io.thor4j.licensing.own.IssuerKey} signs,
 * {@link io.thor4j.licensing.own.LicenseIssuer} issues, {@link io.thor4j.licensing.own.LicenseVerifier} answers with a
 * {@link io.thor4j.licensing.own.Verdict}.
 *
 * <p>The format, version 1. A licence is 1024 bytes or a greater multiple of 256:
 *
 * <pre>
 * offset  bytes  content
 *      0      8  magic, the ASCII text THOR4JL1
 *      8      8  key id: the first 8 bytes of SHA-256 over the issuer's public key (X.509 SubjectPublicKeyInfo)
 *     16     12  nonce, random
 *     28      n  AES-256-GCM ciphertext with its 16 byte tag last; bytes 0 to 27 are the additional data
 * </pre>
 *
 * The plain text is a 64 byte Ed25519 signature and a JSON object in UTF-8, padded with spaces. The signature covers bytes 0 to 27 and the
 * padded object, so that nobody without the issuer's private key can make a licence or another spelling of one, even with the AES key, which
 * every verifier has. The encryption keeps the terms from a glance and makes the file opaque as THOR's own are.
 *
 * <pre>
 * {"id":"uuid", "owner":"ACME Inc", "type":"server", "host":"27 characters, absent when not bound", "features":["lab"], "quota":0,
 *  "scanner":"thor", "issued":"2026-11-22T10:00:00Z", "starts":"2026-11-22", "expires":"2027-11-22"}
 * </pre>
 *
 * Each field is there exactly once, in any order, and no other is. Dates are days in UTC; the licence is valid on both.
 *
 * <p>A revocation list is the 8 byte magic {@code THOR4JR1}, the key id, a 64 byte signature over magic, key id and the rest, and the JSON
 * object {@code {"sequence":1, "issued":"time", "licenses":["uuid"], "keys":["key id in hex"]}}.
 */
@NullMarked
package io.thor4j.licensing.own;

import org.jspecify.annotations.NullMarked;
