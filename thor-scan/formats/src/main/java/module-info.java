/** Extractors: archives, mails, documents with macros. Found by the scanner through the SPI. */
@SuppressWarnings("requires-automatic") // the archive libraries have module names, but no descriptors of their own
module io.thor4j.formats {
    requires transitive io.thor4j.core;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires org.apache.commons.compress;
    requires org.tukaani.xz;
    requires zip4j;
    /* RAR archives need it; without it they end as incomplete. */
    requires static junrar;

    exports io.thor4j.formats;

    provides io.thor4j.core.spi.ExtractorProvider with
            io.thor4j.formats.FormatsProvider;
}
