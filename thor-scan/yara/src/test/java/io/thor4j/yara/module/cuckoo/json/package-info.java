/** Tests of the JSON reader. */
@NullMarked
package io.thor4j.yara.module.cuckoo.json;

import org.jspecify.annotations.NullMarked;
