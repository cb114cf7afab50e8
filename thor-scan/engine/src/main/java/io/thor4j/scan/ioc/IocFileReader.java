package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.IocSetBuilder;
import java.io.IOException;
import java.io.InputStream;

/** Reads files of indicators into a set. Stateless. */
public final class IocFileReader {
    private IocFileReader() {}

    /**
     * Reads a simple file: one indicator a line, as THOR and signature-base have them (thor-scanner.md sections 2.2 and 2.5). A line that
     * cannot be used is left out and said.
     *
     * @param in the file's bytes; not closed
     * @param type what its lines are
     * @param set takes the indicators, with the log's file as their source
     * @param log takes what is wrong with the file
     * @throws IOException when the stream fails
     */
    public static void readSimple(InputStream in, SimpleIocType type, IocSetBuilder set, DiagnosticLog log)
            throws IOException {
        new SimpleIocReader(type, set, log).read(in);
    }

    /**
     * Reads a YAML file of THOR 11 (thor-scanner.md section 2.3). An entry that cannot be used is left out and said; so is the whole file
     * when the library snakeyaml-engine is not there.
     *
     * @param in the file's bytes; not closed
     * @param set takes the indicators, with the log's file as their source
     * @param log takes what is wrong with the file
     * @throws IOException when the stream fails
     */
    public static void readYaml(InputStream in, IocSetBuilder set, DiagnosticLog log) throws IOException {
        try {
            new YamlIocReader(set, log).read(in);
        } catch (NoClassDefFoundError e) {
            log.error(0, 0, "YAML files cannot be read here", "add org.snakeyaml:snakeyaml-engine to the program");
        }
    }

    /**
     * Reads a STIX 2 bundle: its indicators with patterns over files and registry keys (thor-scanner.md section 2.4), hosts too. An
     * indicator that cannot be used is left out and said.
     *
     * @param in the file's bytes; not closed
     * @param stix takes the indicators whose patterns ask for more than a host
     * @param set takes hosts, with the log's file as their source
     * @param log takes what is wrong with the file
     * @throws IOException when the stream fails
     */
    public static void readStix(InputStream in, StixSetBuilder stix, IocSetBuilder set, DiagnosticLog log)
            throws IOException {
        new StixReader(stix, set, log).read(in);
    }
}
