package io.thor4j.scan.signature;

import io.thor4j.core.Origin;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocSet;
import io.thor4j.scan.ioc.IocMatcher;
import io.thor4j.scan.ioc.IocProblem;
import io.thor4j.scan.ioc.SignatureDiagnostic;
import io.thor4j.scan.ioc.SignatureDiagnostic.Severity;
import io.thor4j.scan.ioc.StixSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Signatures ready for use: YARA rules by type and indicators. Immutable, may be shared by threads and scanners.
 *
 * <pre>{@code
 * SignatureSet signatures = SignatureSet.load(Path.of("custom-signatures"));
 * ThorScanner scanner = ThorScanner.builder().signatures(signatures).build();
 * scanner.signatures(signatures.reload());   // running scans end with what they began with
 * }</pre>
 */
public final class SignatureSet {
    private final @Nullable Path folder;
    private final SignatureOptions options;
    private final List<SignaturePart> parts;
    private final List<IocSet> added;
    private final IocMatcher iocs;
    private final SignatureSetInfo info;
    private final boolean yaraOnly;

    SignatureSet(
            @Nullable Path folder,
            SignatureOptions options,
            List<SignaturePart> parts,
            List<IocSet> added,
            List<SignatureDiagnostic> folderDiagnostics,
            @Nullable SignatureSet previous) {
        this(folder, options, parts, added, folderDiagnostics, previous, false);
    }

    private SignatureSet(
            @Nullable Path folder,
            SignatureOptions options,
            List<SignaturePart> parts,
            List<IocSet> added,
            List<SignatureDiagnostic> folderDiagnostics,
            @Nullable SignatureSet previous,
            boolean yaraOnly) {
        this.yaraOnly = yaraOnly;
        this.folder = folder;
        this.options = options;
        this.parts = List.copyOf(parts);
        this.added = List.copyOf(added);
        List<IocSet> sets = new ArrayList<>();
        List<SignatureDiagnostic> diagnostics = new ArrayList<>(folderDiagnostics);
        Map<String, String> files = new TreeMap<>();
        for (SignaturePart part : parts) {
            if (part.iocs() != null) {
                sets.add(part.iocs());
            }
            diagnostics.addAll(part.diagnostics());
            files.putAll(part.files());
        }
        sets.addAll(added);
        this.iocs = previous == null ? IocMatcher.of(sets) : IocMatcher.of(sets, previous.iocs);
        for (IocProblem problem : iocs.problems()) {
            String source = problem.ioc().note().source();
            diagnostics.add(new SignatureDiagnostic(
                    Severity.ERROR, source == null ? "indicators" : source, 0, 0, problem.toString(), null));
        }
        Map<String, String> digests = new TreeMap<>(files);
        for (int i = 0; i < added.size(); i++) {
            digests.put("\0added " + i, added.get(i).digest());
        }
        this.info = new SignatureSetInfo(
                folder == null ? "signatures" : folder.toString(),
                Digests.of(digests),
                files.size(),
                counts(),
                diagnostics);
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (YaraPart part : yara()) {
            counts.merge(
                    "yara " + part.type().text(), (long) part.rules().rules().size(), Long::sum);
        }
        for (IocKind kind : IocKind.values()) {
            counts.put(kind.text(), iocs.count(kind));
        }
        StixSet stix = stix();
        counts.put("stix", stix == null ? 0L : (long) stix.size());
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /**
     * Reads a folder laid out as THOR's {@code custom-signatures}, at any depth: the extension says the family, words in the name say the
     * type (thor-scanner.md sections 2.1 and 3.1). Each YARA file stands alone and includes nothing. What cannot be used is left out and said in {@link SignatureSetInfo#diagnostics()}.
     *
     * @param folder the folder, or a single file
     * @return the signatures
     * @throws IOException when there is nothing at the path
     */
    public static SignatureSet load(Path folder) throws IOException {
        return load(folder, SignatureOptions.DEFAULT);
    }

    /**
     * Reads a folder.
     *
     * @param folder the folder, or a single file
     * @param options keys and origin
     * @return the signatures
     * @throws IOException when there is nothing at the path
     */
    public static SignatureSet load(Path folder, SignatureOptions options) throws IOException {
        return new SignatureLoader(folder, options, null).load(List.of());
    }

    /**
     * Makes a set of indicators that did not come from a folder, such as those of a feed.
     *
     * @param sets the indicators
     * @return the signatures
     */
    public static SignatureSet of(List<IocSet> sets) {
        return new SignatureSet(null, SignatureOptions.DEFAULT, List.of(), sets, List.of(), null);
    }

    /**
     * Returns a set with more indicators.
     *
     * @param more the indicators
     * @return a set that shares everything with this one
     */
    public SignatureSet with(IocSet more) {
        return with(List.of(more));
    }

    /**
     * Returns a set with more indicators, such as the sets of a feed.
     *
     * @param more the indicators
     * @return a set that shares everything with this one
     */
    public SignatureSet with(List<IocSet> more) {
        List<IocSet> all = new ArrayList<>(added);
        all.addAll(more);
        return new SignatureSet(folder, options, parts, all, List.of(), this);
    }

    /**
     * Reads the folder again. Files that did not change (by size, time of change and number in the file system, or else by content) are
     * not parsed again, and what was made of them is shared with this set.
     *
     * @return a set as the folder is now; this set when nothing changed or it has no folder
     * @throws IOException when there is nothing at the path any more; this set stays usable
     */
    public SignatureSet reload() throws IOException {
        if (folder == null) {
            return this;
        }
        SignatureSet all = new SignatureLoader(folder, options, this).load(added);
        SignatureSet now = yaraOnly ? all.yaraOnly() : all;
        return now.info.equals(info) ? this : now;
    }

    /** Returns a set with the YARA rules of this one alone; what it reloads are those, too. */
    public SignatureSet yaraOnly() {
        List<SignaturePart> rules =
                parts.stream().filter(part -> part.yara() != null).toList();
        return new SignatureSet(folder, options, rules, List.of(), List.of(), null, true);
    }

    /** Returns the part of a kind, null when there is none. */
    @Nullable
    SignaturePart part(String key) {
        for (SignaturePart part : parts) {
            if (part.key().equals(key)) {
                return part;
            }
        }
        return null;
    }

    /** Returns the YARA rules, one part for each type that occurs. */
    public List<YaraPart> yara() {
        List<YaraPart> rules = new ArrayList<>();
        for (SignaturePart part : parts) {
            if (part.yara() != null) {
                rules.add(part.yara());
            }
        }
        return rules;
    }

    /** Returns the STIX indicators over files and registry keys, null when there are none. */
    public @Nullable StixSet stix() {
        for (SignaturePart part : parts) {
            StixSet stix = part.stix();
            if (stix != null && stix.size() > 0) {
                return stix;
            }
        }
        return null;
    }

    /** Returns the indicators, to judge single values with. */
    public IocMatcher iocs() {
        return iocs;
    }

    /** Returns who supplied the signatures. */
    public Origin origin() {
        return options.origin();
    }

    /** Returns what is in the set. */
    public SignatureSetInfo info() {
        return info;
    }

    /** Returns {@link SignatureSetInfo#digest()}. */
    public String digest() {
        return info.digest();
    }

    /** Returns the name, the counts and the digest. */
    @Override
    public String toString() {
        return info.name() + ": " + info.counts() + " " + info.digest();
    }
}
