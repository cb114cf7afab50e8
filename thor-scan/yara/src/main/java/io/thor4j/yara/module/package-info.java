/**
 * The modules that rules import by name. Not exported: the standard set is put together by the engine. Entry types: the classes whose
 * names end in {@code Module}; {@link io.thor4j.yara.module.ModuleDump} prints what they found.
 */
@NullMarked
package io.thor4j.yara.module;

import org.jspecify.annotations.NullMarked;
