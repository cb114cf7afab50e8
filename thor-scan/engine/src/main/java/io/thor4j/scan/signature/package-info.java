/**
 * Signature sets: {@link io.thor4j.scan.signature.SignatureSet} is read from a folder laid out as THOR's {@code custom-signatures} and can be
 * swapped while scans run; {@link io.thor4j.scan.signature.SignatureContainer} encrypts signature files.
 */
@NullMarked
package io.thor4j.scan.signature;

import org.jspecify.annotations.NullMarked;
