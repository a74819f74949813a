package org.madenet.core.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/** Versions, from files that the builds put into the jars. */
public final class LibraryVersions {

  private static final String OWN = "version.properties";
  private static final String ND4J = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

  private LibraryVersions() {}

  /**
   * Version of this library.
   *
   * @return as Maven knows it
   */
  public static String madenet() {
    return version(LibraryVersions.class, OWN)
        .orElseThrow(() -> new IllegalStateException("madenet's jar lacks its " + OWN));
  }

  /**
   * Version of ND4J.
   *
   * @return as Maven knows it, {@code unknown} where a repackaged jar lost it
   */
  public static String nd4j() {
    return version(Nd4j.class, ND4J).orElse("unknown");
  }

  /**
   * The commit that this library was built from.
   *
   * @return its abbreviated hash, with {@code -dirty} if there were changes beside it; empty if it
   *     was built outside a repository
   */
  public static Optional<String> commit() {
    return property(LibraryVersions.class, OWN, "commit").filter(c -> !c.startsWith("$"));
  }

  private static Optional<String> version(Class<?> neighbour, String resource) {
    return property(neighbour, resource, "version");
  }

  private static Optional<String> property(Class<?> neighbour, String resource, String name) {
    try (InputStream in = neighbour.getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.ofNullable(properties.getProperty(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
