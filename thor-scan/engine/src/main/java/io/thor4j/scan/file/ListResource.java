package io.thor4j.scan.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads shipped lists; {@code #} begins a comment line. Stateless. */
final class ListResource {
    private ListResource() {}

    static Stream<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(ListResource.class.getResourceAsStream(resource), resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> words(String resource) {
        return lines(resource)
                .flatMap(line -> Arrays.stream(line.split(" +", -1)))
                .toList();
    }
}
