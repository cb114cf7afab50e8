package io.thor4j.yara;

import io.thor4j.yara.module.ConsoleModule;
import io.thor4j.yara.module.HashModule;
import io.thor4j.yara.module.MathModule;
import io.thor4j.yara.module.StringModule;
import io.thor4j.yara.module.TestsModule;
import io.thor4j.yara.module.TimeModule;
import io.thor4j.yara.module.cuckoo.CuckooModule;
import io.thor4j.yara.module.dex.DexModule;
import io.thor4j.yara.module.dotnet.DotnetModule;
import io.thor4j.yara.module.elf.ElfModule;
import io.thor4j.yara.module.lnk.LnkModule;
import io.thor4j.yara.module.macho.MachoModule;
import io.thor4j.yara.module.magic.MagicModule;
import io.thor4j.yara.module.pe.PeModule;
import io.thor4j.yara.module.vt.VtModule;
import io.thor4j.yara.spi.YaraModule;
import java.time.Clock;
import java.util.List;

/** The built-in modules. Stateless. */
public final class YaraModules {
    private YaraModules() {}

    /** Returns the modules that every rule set knows unless a builder replaces them by name. */
    public static List<YaraModule> standard() {
        return Standard.MODULES;
    }

    /** Returns libyara's module {@code tests}, which its test-suite's rules import; for conformance runs, not in the standard set. */
    public static YaraModule tests() {
        return new TestsModule();
    }

    /* Made on first use, because the tables of the format modules are large. */
    private static final class Standard {
        private static final List<YaraModule> MODULES = List.of(
                new ConsoleModule(),
                new CuckooModule(),
                new DexModule(),
                new DotnetModule(),
                new ElfModule(),
                new HashModule(),
                new LnkModule(),
                new MachoModule(),
                new MagicModule(),
                new MathModule(),
                new PeModule(),
                new StringModule(),
                new TimeModule(Clock.systemUTC()),
                new VtModule());
    }
}
