/** Tests of the module {@code dotnet}, and {@link io.thor4j.yara.module.dotnet.ModuleDump} for the tests of the other modules. */
@NullMarked
package io.thor4j.yara.module.dotnet;

import org.jspecify.annotations.NullMarked;
