/** JSON that a caller hands to a module, read into plain Java values. Entry type: {@link io.thor4j.yara.module.cuckoo.json.JsonText}. */
@NullMarked
package io.thor4j.yara.module.cuckoo.json;

import org.jspecify.annotations.NullMarked;
