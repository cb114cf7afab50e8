package io.thor4j.libyara;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.core.spi.LoadedPlugins;
import io.thor4j.core.spi.PluginLoader;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.yara.ThorYaraEngine;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineDiscoveryTest {
    @Test
    void bothEnginesAreFound() {
        LoadedPlugins<YaraEngineProvider> loaded =
                PluginLoader.discover(YaraEngineProvider.class, EngineDiscoveryTest.class.getClassLoader());
        assertEquals(
                List.of("libyara", "thor"),
                loaded.plugins().stream().map(plugin -> plugin.info().id()).toList());
        assertEquals(List.of(), loaded.problems());
    }

    @Test
    void modulesAndServiceFilesNameTheSameProviders() throws Exception {
        for (Class<?> provider : List.of(LibyaraEngine.class, ThorYaraEngine.class)) {
            ModuleDescriptor descriptor = provider.getModule().getDescriptor();
            List<String> provided = descriptor.provides().stream()
                    .filter(service -> service.service().equals(YaraEngineProvider.class.getName()))
                    .flatMap(service -> service.providers().stream())
                    .toList();
            assertEquals(List.of(provider.getName()), provided);
            try (InputStream in = provider.getModule()
                    .getResourceAsStream("META-INF/services/" + YaraEngineProvider.class.getName())) {
                assertEquals(provider.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        }
    }
}
