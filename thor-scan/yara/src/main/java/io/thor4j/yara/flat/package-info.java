/**
 * Arrays of numbers as bytes, little-endian, one behind the other. Entry types: {@link io.thor4j.yara.flat.FlatWriter}, {@link
 * io.thor4j.yara.flat.FlatReader}.
 */
@NullMarked
package io.thor4j.yara.flat;

import org.jspecify.annotations.NullMarked;
