package io.thor4j.threatintel.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FeedProvidersTest {
    private static final String SERVICE = FeedProvider.class.getName();

    @Test
    void modulePathAndClassPathFindTheSame() throws Exception {
        Path classes = Path.of(FeedProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ModuleDescriptor descriptor;
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            descriptor = ModuleDescriptor.read(in);
        }
        assertTrue(descriptor.uses().contains(SERVICE));
        Set<String> provided = descriptor.provides().stream()
                .filter(provides -> provides.service().equals(SERVICE))
                .flatMap(provides -> provides.providers().stream())
                .collect(Collectors.toSet());
        Set<String> listed;
        try (InputStream in = FeedProvider.class.getResourceAsStream("/META-INF/services/" + SERVICE)) {
            assertNotNull(in);
            listed = new HashSet<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
        assertEquals(provided, listed);
    }

    @Test
    void allAreFoundUnderTheirIdsAndSayTheirOptions() {
        FeedProviders found = FeedProviders.discover();
        assertEquals(List.of("files", "taxii", "thorcloud", "threatconnect"), found.ids());
        assertEquals(List.of(), found.problems());
        for (String id : found.ids()) {
            Set<String> names = new HashSet<>();
            for (FeedOption option : found.options(id)) {
                assertTrue(names.add(option.name()), id + " has " + option.name() + " twice");
                assertTrue(option.description().endsWith("."), option.description());
            }
        }
    }
}
