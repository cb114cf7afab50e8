/**
 * Signature packs: made, signed, fetched, verified, switched to, rolled back. It needs no engine; whether a set loads, a
 * {@link io.thor4j.thunderstorm.update.LoadCheck} tells. Entry types: {@link io.thor4j.thunderstorm.update.SignatureStore},
 * {@link io.thor4j.thunderstorm.update.PackSource} and {@link io.thor4j.thunderstorm.update.PackWriter}.
 *
 * <p><b>Pack.</b> A ZIP file, {@code NAME.thorpack}. Its entries, in this order and no others:
 *
 * <ol>
 *   <li>{@code manifest.json}, UTF-8: {@code {"kind":"thor-signature-pack","format":1,"version":"2026.11.22","created":"2026-11-22T10:00:00Z",
 *       "files":[{"path":"yara/a.yar","size":12,"sha256":"64 hex digits"}, ...]}}. The version is one to six numbers with dots between them;
 *       paths are relative, with {@code /}, of names that every system takes.
 *   <li>{@code manifest.sig}: 64 bytes, the Ed25519 signature (RFC 8032) over the bytes of {@code manifest.json}.
 *   <li>the files, in the manifest's order, each under {@code signatures/} and its path.
 * </ol>
 *
 * <p>It is read from begin to end, and nothing of it is used before the signature was verified; from then on the manifest says what may come
 * next and how large it is. The directory at the ZIP's end is not looked at. To verify the signature by hand:
 * {@code openssl pkeyutl -verify -rawin -pubin -inkey KEY.pub -in manifest.json -sigfile manifest.sig}.
 *
 * <p><b>Keys.</b> PEM: {@code PRIVATE KEY} or {@code ENCRYPTED PRIVATE KEY} (PKCS#8, PBES2) and {@code PUBLIC KEY}, as OpenSSL has them.
 *
 * <p><b>Store.</b> A folder with {@code versions/VERSION-XXXXXXXX/} (the manifest, its signature, and the folder {@code signatures}), and
 * {@code current} and {@code previous}: symbolic links to such a {@code signatures} folder, or, where there are no links, files of one line
 * that name it. A set is written beside the others, made durable, tried, and only then is {@code current} replaced in one step.
 */
@NullMarked
package io.thor4j.thunderstorm.update;

import org.jspecify.annotations.NullMarked;
