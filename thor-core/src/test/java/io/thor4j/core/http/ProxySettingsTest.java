package io.thor4j.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
    @ParameterizedTest
    @CsvSource({
        "*, h.example.com, 443, true",
        "example.com, h.example.com, 443, true",
        ".example.com, example.com, 443, true",
        "*.example.com, h.example.com, 443, true",
        "example.com, badexample.com, 443, false",
        "example.com:8443, example.com, 443, false",
        "example.com:8443, h.example.com, 8443, true",
        "10.0.0.1, 10.0.0.1, 443, true",
        "'a, B.c', b.C, 1, true",
        "::1, [::1], 1, true"
    })
    void noProxyNamesServersAndDomains(String exceptions, String host, int port, boolean direct) {
        ProxySettings settings = ProxySettings.of(Map.of("HTTPS_PROXY", "p:3128", "NO_PROXY", exceptions));
        assertEquals(direct, settings.proxyFor("https", host, port) == null);
        assertNull(settings.proxyFor("http", "h", 80));
    }

    @Test
    void aProxyVariableThatARequestCouldSetIsNotUsed() {
        assertEquals(
                "p:80",
                String.valueOf(ProxySettings.of(Map.of("HTTP_PROXY", "p")).proxyFor("http", "h", 80)));
        assertNull(ProxySettings.of(Map.of("HTTP_PROXY", "p:1", "REQUEST_METHOD", "GET"))
                .proxyFor("http", "h", 80));
    }

    @Test
    void oneProxyForAll() {
        ProxySettings settings = ProxySettings.always(" http://me:p%40s+s@proxy.internal:3128/ ");
        for (String scheme : new String[] {"http", "https"}) {
            ProxySettings.Proxy proxy = settings.proxyFor(scheme, "anything", 1);
            assertNotNull(proxy);
            assertEquals("me", proxy.user());
            assertNotNull(proxy.password());
            assertEquals("p@s+s", proxy.password().reveal());
        }
        assertFalse(settings.toString().contains("p@s"), settings.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks://x", "http://me:secret word@h:1", "http://", "https://h:1", ":::"})
    void whatIsNoProxyIsRefusedWithoutShowingIt(String address) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ProxySettings.always(address));
        assertTrue(e.getMessage().startsWith("the proxy is not host:port"), e.getMessage());
        assertNull(e.getCause());
    }
}
