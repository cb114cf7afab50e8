package io.thor4j.thunderstorm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A key and its self-signed certificate, made with the JDK's keytool. */
public final class TestTls {
    private static final String PASSWORD = "changeit";
    private final Path folder;

    /** Makes a certificate for the given names, such as {@code dns:localhost}. */
    public TestTls(Path folder, String names) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        keytool("-genkeypair", "-alias", "k", "-keyalg", "EC", "-dname", "CN=thor test", "-ext", "SAN=" + names);
        keytool("-exportcert", "-alias", "k", "-rfc", "-file", pem().toString());
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

    private KeyStore keyStore() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        }
    }

    /** The key in PEM, PKCS#8. */
    public byte[] keyPem() throws IOException, GeneralSecurityException {
        byte[] der = keyStore().getKey("k", PASSWORD.toCharArray()).getEncoded();
        return ("-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                        + "\n-----END PRIVATE KEY-----\n")
                .getBytes();
    }

    /** Sockets that show this certificate; with another's, they want that one from the client. */
    public SSLServerSocketFactory sockets(TestTls client) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        if (client == null) {
            context.init(keys.getKeyManagers(), null, null);
            return context.getServerSocketFactory();
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", client.keyStore().getCertificate("k"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocketFactory all = context.getServerSocketFactory();
        return new SSLServerSocketFactory() {
            @Override
            public java.net.ServerSocket createServerSocket(int port, int backlog, java.net.InetAddress address)
                    throws IOException {
                SSLServerSocket socket = (SSLServerSocket) all.createServerSocket(port, backlog, address);
                socket.setNeedClientAuth(true);
                return socket;
            }

            @Override
            public java.net.ServerSocket createServerSocket(int port) throws IOException {
                throw new IOException("with an address only");
            }

            @Override
            public java.net.ServerSocket createServerSocket(int port, int backlog) throws IOException {
                throw new IOException("with an address only");
            }

            @Override
            public String[] getDefaultCipherSuites() {
                return all.getDefaultCipherSuites();
            }

            @Override
            public String[] getSupportedCipherSuites() {
                return all.getSupportedCipherSuites();
            }
        };
    }
}
