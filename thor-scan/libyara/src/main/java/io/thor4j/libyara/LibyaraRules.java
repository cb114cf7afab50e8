package io.thor4j.libyara;

import com.sun.jna.Pointer;
import io.thor4j.core.spi.YaraCompilation;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraEngineScanner;
import java.lang.ref.Cleaner;

/** A rule set in native memory. Threads may share it. */
final class LibyaraRules implements YaraEngineRules {
    /** Gives back what was forgotten instead of closed; its thread serves all rule sets and scanners. */
    static final Cleaner CLEANER = Cleaner.create();

    private final NativeLibyara libyara;
    private final NativeRules rules;
    private final RuleTable table;
    private final YaraCompilation compilation;
    private final Cleaner.Cleanable owner;
    private volatile boolean closed;

    LibyaraRules(NativeLibyara libyara, Pointer rules, RuleTable table, YaraCompilation compilation) {
        this.libyara = libyara;
        this.table = table;
        this.compilation = compilation;
        NativeRules counted = new NativeRules(libyara.api(), rules);
        this.rules = counted;
        this.owner = CLEANER.register(this, counted::release);
    }

    @Override
    public YaraCompilation compilation() {
        return compilation;
    }

    @Override
    public YaraEngineScanner scanner() {
        if (closed) {
            throw new IllegalStateException("the rules are closed");
        }
        return new LibyaraScanner(libyara, rules, table, compilation.externals());
    }

    /* The cleaner runs its action once, however often it is asked. */
    @Override
    public void close() {
        closed = true;
        owner.clean();
    }

    @Override
    public String toString() {
        return compilation.engine() + " with " + compilation.rules().size() + " rules";
    }
}
