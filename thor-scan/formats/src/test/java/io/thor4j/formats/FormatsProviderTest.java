package io.thor4j.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.LoadedPlugins;
import io.thor4j.core.spi.PluginLoader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FormatsProviderTest {
    @Test
    void scannerFindsItAndBothDeclarationsAgree() throws IOException {
        LoadedPlugins<ExtractorProvider> found =
                PluginLoader.discover(ExtractorProvider.class, FormatsProvider.class.getClassLoader());
        assertTrue(
                found.plugins().stream().anyMatch(plugin -> plugin.provider() instanceof FormatsProvider),
                found.toString());
        List<String> inServices;
        try (InputStream in = Objects.requireNonNull(FormatsProvider.class
                .getModule()
                .getResourceAsStream("META-INF/services/" + ExtractorProvider.class.getName()))) {
            inServices = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        List<String> inModule = FormatsProvider.class.getModule().getDescriptor().provides().stream()
                .filter(provides -> provides.service().equals(ExtractorProvider.class.getName()))
                .map(ModuleDescriptor.Provides::providers)
                .flatMap(List::stream)
                .toList();
        assertEquals(inModule, inServices);
    }

    @Test
    void formatsCanBeChosen() {
        byte[] zip = Archives.zip("a.gz", Archives.gzip("x"));
        assertEquals(2, Unpacked.of("z", zip).members().size());
        assertEquals(
                1,
                Unpacked.of("z", zip, ThorLimits.DEFAULT, Map.of("formats", "zip, tar"))
                        .members()
                        .size());
        assertEquals(
                0,
                Unpacked.of("z", zip, ThorLimits.DEFAULT, Map.of("formats", "none"))
                        .members()
                        .size());
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Unpacked.of("z", zip, ThorLimits.DEFAULT, Map.of("formats", "zip,arj")));
        assertTrue(e.getMessage().contains("'arj'"), e.getMessage());
    }
}
