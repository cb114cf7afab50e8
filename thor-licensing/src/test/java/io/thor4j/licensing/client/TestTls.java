package io.thor4j.licensing.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate, made with the JDK's keytool. */
public final class TestTls {
    private static final String PASSWORD = "changeit";
    private final Path folder;

    /** Makes a key and a certificate for the given names, such as {@code dns:localhost,ip:127.0.0.1}. */
    public TestTls(Path folder, String names) throws IOException, InterruptedException {
        this.folder = folder;
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=thor test",
                "-ext",
                "SAN=" + names,
                "-validity",
                "30",
                "-storetype",
                "PKCS12");
        keytool("-exportcert", "-alias", "server", "-rfc", "-file", pem().toString());
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of(arguments));
        words.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    /** The certificate in PEM. */
    public Path pem() {
        return folder.resolve("server.pem");
    }

    private Path store() {
        return folder.resolve("server.p12");
    }

    /** The key and the certificate. */
    public KeyStore keyStore() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        }
    }

    /** The password of the key store. */
    public static char[] password() {
        return PASSWORD.toCharArray();
    }

    SSLContext context() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    String sha256() throws IOException, GeneralSecurityException {
        byte[] certificate = keyStore().getCertificate("server").getEncoded();
        return HexFormat.ofDelimiter(":")
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
    }
}
