package io.thor4j.yara;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.compile.CompiledRules;
import io.thor4j.yara.compile.RuleCompiler;
import io.thor4j.yara.eval.DeepStack;
import io.thor4j.yara.eval.ExternalVariable;
import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.IrException;
import io.thor4j.yara.eval.Pruning;
import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.eval.RuleProgram;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.scan.PatternSet;
import io.thor4j.yara.spi.YaraModule;
import io.thor4j.yara.store.RuleReader;
import io.thor4j.yara.store.RuleWriter;
import io.thor4j.yara.store.StoredRules;
import io.thor4j.yara.syntax.ParsedSource;
import io.thor4j.yara.syntax.Position;
import io.thor4j.yara.syntax.RuleParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A compiled rule set. Immutable; threads share it, each with its own {@link #scanner()}. */
public final class YaraRules {
    /** The libyara release whose language, modules and results the engine follows. */
    public static final String LANGUAGE = "4.5.8";

    /** The namespace of rules for which nobody chose one, libyara's {@code default}. */
    public static final String DEFAULT_NAMESPACE = "default";

    private final RuleProgram program;
    private final List<YaraRule> rules;
    private final List<Diagnostic> diagnostics;
    private final List<LeftOutRule> leftOut;
    private final List<List<Position>> stringPositions;

    private YaraRules(
            RuleProgram program,
            List<Diagnostic> diagnostics,
            List<LeftOutRule> leftOut,
            List<List<Position>> stringPositions) {
        this.program = program;
        this.rules = program.image().rules().stream().map(RuleImage.Rule::info).toList();
        this.diagnostics = List.copyOf(diagnostics);
        this.leftOut = List.copyOf(leftOut);
        this.stringPositions = stringPositions;
    }

    /** Starts a rule set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the rules that compiled, private and global ones too, in the order of declaration. */
    public List<YaraRule> rules() {
        return rules;
    }

    /**
     * Returns a rule.
     *
     * @param namespace its namespace, {@link #DEFAULT_NAMESPACE} unless another was chosen
     * @param name its name
     * @return the rule, null when the set has none of that name
     */
    public @Nullable YaraRule rule(String namespace, String name) {
        for (YaraRule rule : rules) {
            if (rule.name().equals(name) && rule.namespace().equals(namespace)) {
                return rule;
            }
        }
        return null;
    }

    /** Returns what the compiler had to say, in the order of the sources; empty for a loaded set. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Returns the rules that are not in the set although their sources have them; empty for a loaded set. */
    public List<LeftOutRule> leftOut() {
        return leftOut;
    }

    /** Forecasts what searching the strings costs: those of all rules, the dearest first. Made anew for every call. */
    public List<CostForecast> costs() {
        return CostForecaster.of(program, stringPositions);
    }

    /** Returns the external variables with their values: {@link Long}, {@link Double}, {@link Boolean} or {@link String}. */
    public Map<String, Object> externals() {
        Map<String, Object> result = new LinkedHashMap<>();
        for (ExternalVariable variable : program.image().externals()) {
            result.put(variable.name(), variable.value());
        }
        return result;
    }

    /** Returns a scanner with the default limits, for use by one thread. */
    public YaraScanner scanner() {
        return scanner(YaraLimits.DEFAULT);
    }

    /**
     * Returns a scanner for use by one thread.
     *
     * @param limits what a scan may spend
     */
    public YaraScanner scanner(YaraLimits limits) {
        return scanner(limits, System::nanoTime, Pruning.ALL);
    }

    /**
     * Returns a scanner.
     *
     * @param limits what a scan may spend
     * @param nanoClock a monotonic clock in nanoseconds
     * @param pruning what may be passed over; for tests that compare
     */
    YaraScanner scanner(YaraLimits limits, LongSupplier nanoClock, Pruning pruning) {
        return new YaraScanner(program, limits, nanoClock, pruning);
    }

    /**
     * Writes the set so that {@link #load(InputStream)} takes it back. The stream is not closed.
     *
     * @param out takes the bytes
     * @throws IOException when the stream fails
     */
    public void save(OutputStream out) throws IOException {
        RuleWriter.write(program.image(), program.patterns(), out);
    }

    /**
     * Tells whether bytes begin as a saved set does, of this version or another.
     *
     * @param bytes the bytes, at least the first eight when there are so many
     */
    public static boolean isSaved(byte[] bytes) {
        return RuleReader.isSaved(bytes);
    }

    /**
     * Reads a saved set that uses only built-in modules.
     *
     * @param in gives what {@link #save} wrote, and nothing else; not closed
     * @throws IOException when the stream fails
     * @throws MalformedInputException when the bytes are not a saved set of this version, or need a module that is not there
     */
    public static YaraRules load(InputStream in) throws IOException {
        return load(in, List.of());
    }

    /**
     * Reads a saved set.
     *
     * @param in gives what {@link #save} wrote, and nothing else; not closed
     * @param modules modules beside the built-in ones, or replacing those of the same name
     * @throws IOException when the stream fails
     * @throws MalformedInputException when the bytes are not a saved set of this version, or need a module that is not there
     */
    public static YaraRules load(InputStream in, List<YaraModule> modules) throws IOException {
        StoredRules stored = RuleReader.read(in);
        RuleImage image = stored.image();
        Map<String, YaraModule> available = byName(YaraModules.standard());
        available.putAll(byName(modules));
        for (String name : image.modules()) {
            if (!available.containsKey(name)) {
                throw new MalformedInputException(
                        "the saved rules need the YARA module \"" + name + "\"",
                        null,
                        "pass the module to load(), or compile the rules anew",
                        null);
            }
        }
        try {
            PatternSet.Builder patterns = PatternSet.builder();
            patterns.prepare(stored.patterns());
            RuleProgram program = RuleProgram.linkChecked(image, available, patterns);
            return new YaraRules(program, List.of(), List.of(), List.of());
        } catch (IrException | PatternException e) {
            throw new MalformedInputException("damaged rules: " + e.getMessage(), null, null, e);
        }
    }

    private static Map<String, YaraModule> byName(List<YaraModule> modules) {
        Map<String, YaraModule> result = new LinkedHashMap<>();
        for (YaraModule module : modules) {
            result.put(module.name(), module);
        }
        return result;
    }

    @Override
    public String toString() {
        return "YaraRules[" + rules.size() + " rules, " + leftOut.size() + " left out]";
    }

    /** Collects sources and settings. Used by one thread. */
    public static final class Builder {
        // Compared by nobody.
        @SuppressWarnings("ArrayRecordComponent")
        private record Source(String namespace, String name, byte[] text, boolean isFile) {}

        private final Map<String, ExternalVariable> externals = new LinkedHashMap<>();
        private final Map<String, YaraModule> modules = byName(YaraModules.standard());
        private final List<Source> sources = new ArrayList<>();
        private @Nullable IncludeResolver includes;
        private boolean strictEscape;
        private int threads = Runtime.getRuntime().availableProcessors();

        private Builder() {}

        /**
         * Defines an integer external variable.
         *
         * @param name its name
         * @param value its value unless a scanner says otherwise
         * @throws IllegalArgumentException when the name is defined already
         */
        public Builder define(String name, long value) {
            return defineAny(name, value);
        }

        /**
         * Defines a float external variable.
         *
         * @param name its name
         * @param value its value unless a scanner says otherwise
         * @throws IllegalArgumentException when the name is defined already
         */
        public Builder define(String name, double value) {
            return defineAny(name, value);
        }

        /**
         * Defines a boolean external variable; to the rules it is the integer 0 or 1.
         *
         * @param name its name
         * @param value its value unless a scanner says otherwise
         * @throws IllegalArgumentException when the name is defined already
         */
        public Builder define(String name, boolean value) {
            return defineAny(name, value);
        }

        /**
         * Defines a text external variable.
         *
         * @param name its name
         * @param value its value unless a scanner says otherwise; rules see its UTF-8 bytes
         * @throws IllegalArgumentException when the name is defined already
         */
        public Builder define(String name, String value) {
            return defineAny(name, value);
        }

        private Builder defineAny(String name, Object value) {
            Objects.requireNonNull(name, "name");
            if (externals.putIfAbsent(name, new ExternalVariable(name, value)) != null) {
                throw new IllegalArgumentException("external variable " + name + " is defined twice");
            }
            return this;
        }

        /**
         * Adds a module, or replaces the built-in one of the same name.
         *
         * @param module the module
         */
        public Builder module(YaraModule module) {
            modules.put(module.name(), module);
            return this;
        }

        /**
         * Says where {@code include} finds its text. Without this, sources added as text include nothing and files include files.
         *
         * @param resolver finds included sources
         */
        public Builder includes(IncludeResolver resolver) {
            includes = resolver;
            return this;
        }

        /**
         * Makes unknown escape sequences in regexes a warning, as {@code yara --strict-escape} does.
         *
         * @param on whether to warn
         */
        public Builder strictEscape(boolean on) {
            strictEscape = on;
            return this;
        }

        /**
         * Says how many threads may compile at once; as many as there are processors unless this is called. The result is the same.
         *
         * @param count how many, at least 1
         * @throws IllegalArgumentException when it is less
         */
        public Builder threads(int count) {
            if (count < 1) {
                throw new IllegalArgumentException(count + " threads");
            }
            threads = count;
            return this;
        }

        /**
         * Adds rule text.
         *
         * @param namespace keeps equal rule names of different sources apart
         * @param sourceName what diagnostics call it
         * @param text the rules
         */
        public Builder source(String namespace, String sourceName, String text) {
            return source(namespace, sourceName, text.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Adds rule text.
         *
         * @param namespace keeps equal rule names of different sources apart
         * @param sourceName what diagnostics call it
         * @param text the rules; not copied, not to be changed before {@link #build()}
         */
        public Builder source(String namespace, String sourceName, byte[] text) {
            return source(namespace, sourceName, text, false);
        }

        /** Adds rule text that {@link #file} would have read when {@code isFile} is true. */
        Builder source(String namespace, String sourceName, byte[] text, boolean isFile) {
            Objects.requireNonNull(namespace, "namespace");
            sources.add(new Source(namespace, sourceName, text, isFile));
            return this;
        }

        /**
         * Adds a rule file.
         *
         * @param namespace keeps equal rule names of different sources apart
         * @param path the file; diagnostics call it as this path says
         * @throws IOException when the file cannot be read
         */
        public Builder file(String namespace, Path path) throws IOException {
            return source(namespace, path.toString(), Files.readAllBytes(path), true);
        }

        /** Compiles everything. A rule that does not compile is left out and reported, the others stay. */
        public YaraRules build() {
            RuleCompiler compiler = new RuleCompiler(modules, new ArrayList<>(externals.values()), strictEscape);
            List<ParsedSource> parsed = parseAll();
            compiler.prepare(parsed, threads);
            // The compiler recurses over conditions; one thread with a deep stack serves them all.
            DeepStack.run(Ir.MAX_DEPTH, () -> {
                for (int i = 0; i < parsed.size(); i++) {
                    compiler.add(sources.get(i).namespace, parsed.get(i));
                }
            });
            CompiledRules compiled = compiler.finish();
            try {
                RuleProgram program = RuleProgram.link(compiled.image(), modules, compiled.patterns());
                return new YaraRules(program, compiled.diagnostics(), compiled.leftOut(), compiled.stringPositions());
            } catch (IrException | PatternException e) {
                throw new IllegalStateException("the compiler made what the linker refuses", e);
            }
        }

        private List<ParsedSource> parseAll() {
            IncludeResolver given = includes;
            IncludeResolver one = given == null ? null : inTurn(given);
            @Nullable ParsedSource[] parsed = new ParsedSource[sources.size()];
            DeepStack.runParts(threads, parsed.length, i -> parsed[i] = parse(sources.get(i), one));
            List<ParsedSource> result = new ArrayList<>();
            for (ParsedSource source : parsed) {
                result.add(Objects.requireNonNull(source));
            }
            return result;
        }

        /** Keeps the promise that a resolver meets one thread at a time. */
        private static IncludeResolver inTurn(IncludeResolver resolver) {
            Object lock = new Object();
            return (path, includingSource) -> {
                synchronized (lock) {
                    return resolver.resolve(path, includingSource);
                }
            };
        }

        private static ParsedSource parse(Source source, @Nullable IncludeResolver given) {
            IncludeResolver resolver = given;
            if (resolver == null) {
                resolver = source.isFile ? IncludeResolver.files() : IncludeResolver.none();
            }
            return RuleParser.parse(source.text, source.name, resolver);
        }
    }
}
