package io.thor4j.scan.signature;

import io.thor4j.core.ioc.IocSet;
import io.thor4j.scan.ioc.SignatureDiagnostic;
import io.thor4j.scan.ioc.StixSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was made of the files of one kind. A set that is loaded again keeps the parts whose files did not change. Immutable.
 *
 * @param key the kind, such as {@code ioc HASHES} or {@code yara LOG}
 * @param files the files' digests by name; those that could not be read are not in it
 * @param stamps what tells without reading that a file is the same, by name; files for which nothing does are not in it
 * @param yara the rules, null for other kinds
 * @param iocs the indicators, null for other kinds
 * @param stix the STIX indicators, null for other kinds
 * @param diagnostics what is wrong with the files
 */
record SignaturePart(
        String key,
        Map<String, String> files,
        Map<String, String> stamps,
        @Nullable YaraPart yara,
        @Nullable IocSet iocs,
        @Nullable StixSet stix,
        List<SignatureDiagnostic> diagnostics) {
    SignaturePart with(Map<String, String> newStamps) {
        return new SignaturePart(key, files, newStamps, yara, iocs, stix, diagnostics);
    }
}
