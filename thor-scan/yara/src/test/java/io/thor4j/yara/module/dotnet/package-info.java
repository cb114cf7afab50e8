/** Tests of the module {@code dotnet}. */
@NullMarked
package io.thor4j.yara.module.dotnet;

import org.jspecify.annotations.NullMarked;
