package io.thor4j.libyara;

import com.sun.jna.Pointer;
import io.thor4j.core.spi.YaraCompilation;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraSources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles sources, cutting out what libyara refuses until it takes the rest. Rules see only those of their own namespace, so that each
 * namespace is tried alone before all are compiled together. Belongs to one thread.
 */
final class LibyaraCompiler {
    /** Stack of the compiling thread, bytes: libyara recurses over regexes, and a stack that ends there ends the process. */
    private static final long STACK = 64L << 20;

    /** Attempts at one namespace, each of which cuts at least one rule or line; then all of it is left out. Own choice. */
    private static final int MAX_ATTEMPTS = 1_000;

    private final NativeLibyara libyara;
    private final YaraSources sources;
    private final List<SourceText> texts = new ArrayList<>();
    private final List<@Nullable Includes> includes = new ArrayList<>();
    private final Set<YaraCompilation.Diagnostic> errors = new LinkedHashSet<>();
    private final Map<String, YaraCompilation.LeftOut> leftOut = new LinkedHashMap<>();

    private LibyaraCompiler(NativeLibyara libyara, YaraSources sources) {
        this.libyara = libyara;
        this.sources = sources;
        for (YaraSources.Source source : sources.sources()) {
            texts.add(new SourceText(source.text()));
            includes.add(source.includesFiles() ? new Includes(source.name()) : null);
        }
    }

    /**
     * Compiles.
     *
     * @param libyara the library
     * @param sources rules and external variables
     */
    static YaraEngineRules compile(NativeLibyara libyara, YaraSources sources) {
        LibyaraCompiler compiler = new LibyaraCompiler(libyara, sources);
        List<YaraEngineRules> result = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        Runnable work = () -> {
            try {
                result.add(compiler.compile());
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        };
        Thread thread = new Thread(null, work, "libyara-compiler", STACK);
        thread.setDaemon(true);
        thread.start();
        joinWhole(thread);
        if (!failures.isEmpty()) {
            Throwable failure = failures.get(0);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
        return result.get(0);
    }

    /** Waits to the end: the thread uses what the caller owns. An interrupt is handed on afterwards. */
    private static void joinWhole(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private YaraEngineRules compile() {
        refuseNuls();
        List<Integer> all = new ArrayList<>();
        Map<String, List<Integer>> namespaces = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            all.add(i);
            namespaces
                    .computeIfAbsent(sources.sources().get(i).namespace(), key -> new ArrayList<>())
                    .add(i);
        }
        YaraEngineRules rules = attempt(all);
        if (rules == null) {
            namespaces.values().forEach(this::repair);
            rules = attempt(all);
        }
        return Objects.requireNonNull(rules, "libyara refuses together what it takes apart");
    }

    /* libyara takes C texts: what stands behind a NUL would be lost without a word. */
    private void refuseNuls() {
        for (int i = 0; i < texts.size(); i++) {
            int line = texts.get(i).lineOfNul();
            if (line > 0) {
                YaraSources.Source source = sources.sources().get(i);
                errors.add(new YaraCompilation.Diagnostic(
                        true,
                        source.name(),
                        line,
                        0,
                        null,
                        "a NUL byte, behind which libyara reads nothing: the source is left out"));
                texts.get(i).cutAll();
            }
        }
    }

    /** Cuts rules and lines out of the sources of one namespace until they compile. */
    private void repair(List<Integer> group) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            try (CompilerRun run = start()) {
                Integer refused = addAll(run, group);
                if (refused == null) {
                    return;
                }
                cut(refused, run.messages());
            }
        }
        for (int index : group) {
            YaraSources.Source source = sources.sources().get(index);
            errors.add(new YaraCompilation.Diagnostic(
                    true, source.name(), 1, 0, null, "too many errors: all of the source is left out"));
            texts.get(index).cutAll();
        }
    }

    private CompilerRun start() {
        return CompilerRun.start(libyara.api(), sources.externals()).names(libyara.layout());
    }

    /** Adds sources; returns the first that has an error, null when none has. */
    private @Nullable Integer addAll(CompilerRun run, List<Integer> group) {
        for (int index : group) {
            String namespace = sources.sources().get(index).namespace();
            if (!run.add(index, texts.get(index), namespace, includes.get(index))) {
                return index;
            }
        }
        return null;
    }

    private void cut(int index, List<CompilerRun.Message> messages) {
        boolean cut = false;
        for (CompilerRun.Message message : messages) {
            if (!message.isError()) {
                continue;
            }
            Includes files = includes.get(message.source());
            if (files != null && cutInclude(message, files)) {
                cut = true;
                continue;
            }
            SourceText included = message.include() == null || files == null ? null : files.known(message.include());
            SourceText text = included == null ? texts.get(message.source()) : included;
            YaraCompilation.Diagnostic diagnostic = diagnostic(message);
            String gone = text.cut(message.rule(), message.line());
            if (gone != null && !gone.isEmpty()) {
                String namespace = sources.sources().get(message.source()).namespace();
                leftOut.putIfAbsent(
                        namespace + ":" + gone, new YaraCompilation.LeftOut(namespace, gone, diagnostic.toString()));
                diagnostic = new YaraCompilation.Diagnostic(
                        true, diagnostic.source(), diagnostic.line(), 0, gone, diagnostic.message());
            }
            errors.add(diagnostic);
            cut |= gone != null;
        }
        if (!cut) {
            YaraSources.Source source = sources.sources().get(index);
            errors.add(new YaraCompilation.Diagnostic(
                    true, source.name(), 1, 0, null, "libyara refuses the source: all of it is left out"));
            texts.get(index).cutAll();
        }
    }

    /**
     * Cuts an include that found nothing. Its message ends with {@code : NAME}, and cannot be believed about the place: right behind another
     * include it names that one's file.
     */
    private boolean cutInclude(CompilerRun.Message message, Includes files) {
        int colon = message.text().lastIndexOf(": ");
        if (message.rule() != null || colon < 0 || !message.text().contains("include")) {
            return false;
        }
        String missing = message.text().substring(colon + 2);
        Map<String, SourceText> candidates = new LinkedHashMap<>();
        candidates.put(sources.sources().get(message.source()).name(), texts.get(message.source()));
        candidates.putAll(files.all());
        for (Map.Entry<String, SourceText> candidate : candidates.entrySet()) {
            int line = candidate.getValue().cutInclude(missing);
            if (line > 0) {
                errors.add(new YaraCompilation.Diagnostic(true, candidate.getKey(), line, 0, null, message.text()));
                return true;
            }
        }
        return false;
    }

    private YaraCompilation.Diagnostic diagnostic(CompilerRun.Message message) {
        String source = message.include() != null
                ? message.include()
                : sources.sources().get(message.source()).name();
        return new YaraCompilation.Diagnostic(
                message.isError(), source, message.line(), 0, message.rule(), message.text());
    }

    /** Compiles all sources together, null when one has an error. */
    private @Nullable YaraEngineRules attempt(List<Integer> all) {
        try (CompilerRun run = start()) {
            if (addAll(run, all) != null) {
                return null;
            }
            Pointer rules = run.finish();
            RuleTable table = RuleTable.read(libyara.api(), libyara.layout(), rules);
            List<YaraCompilation.Diagnostic> diagnostics = new ArrayList<>(errors);
            run.messages().forEach(message -> diagnostics.add(diagnostic(message)));
            YaraCompilation compilation = new YaraCompilation(
                    libyara.description(),
                    table.rules().stream().map(RuleTable.Rule::info).toList(),
                    List.copyOf(leftOut.values()),
                    diagnostics,
                    sources.externals());
            return new LibyaraRules(libyara, rules, table, compilation);
        }
    }
}
