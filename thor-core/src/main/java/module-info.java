/** The vocabulary of thor as types, and the SPI that extends it. */
module io.thor4j.core {
    requires transitive org.slf4j;
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    exports io.thor4j.core;
    exports io.thor4j.core.ioc;
    exports io.thor4j.core.json;
    exports io.thor4j.core.spi;
    exports io.thor4j.core.text;
    exports io.thor4j.core.walk;

    uses io.thor4j.core.spi.DetectorProvider;
    uses io.thor4j.core.spi.ExtractorProvider;
    uses io.thor4j.core.spi.HookProvider;
    uses io.thor4j.core.spi.SinkProvider;
    uses io.thor4j.core.spi.YaraEngineProvider;
}
