/** The YARA module {@code dotnet}: CLI metadata of .NET files. Entry type: {@link io.thor4j.yara.module.dotnet.DotnetModule}. */
@NullMarked
package io.thor4j.yara.module.dotnet;

import org.jspecify.annotations.NullMarked;
