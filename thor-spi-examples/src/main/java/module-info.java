/** Worked examples of thor's SPI, to copy from. */
module io.thor4j.spiexamples {
    requires static org.jspecify;
    requires io.thor4j.core;
    requires java.net.http;

    provides io.thor4j.core.spi.DetectorProvider with
            io.thor4j.spiexamples.DisguisedExecutableProvider;
    provides io.thor4j.core.spi.HookProvider with
            io.thor4j.spiexamples.ParcelProvider,
            io.thor4j.spiexamples.WebhookProvider;
    provides io.thor4j.core.spi.SinkProvider with
            io.thor4j.spiexamples.LevelCountProvider;
}
