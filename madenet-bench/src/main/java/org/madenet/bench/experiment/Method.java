package org.madenet.bench.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.DetectorEntry;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.Submodel;

/**
 * A row or column of result tables.
 *
 * @param name as options and folders name it
 * @param title as tables name it
 * @param role what it is
 * @param submodel the submodel that it is, or that is left out; empty for other roles
 */
public record Method(String name, String title, Role role, Optional<Submodel> submodel) {

  /** What a method is. */
  public enum Role {
    /** A published method of its own. */
    BASELINE,
    /** One submodel of MADE-Net, by itself. */
    SUBMODEL,
    /** MADE-Net. */
    WHOLE,
    /** MADE-Net with all submodels for each image, weighted, instead of a choice. */
    BLENDED,
    /** MADE-Net that is told each image's category, as single submodels are. */
    TOLD_CATEGORY,
    /** MADE-Net with one submodel left out. */
    ABLATION,
    /** The same, the others blended. */
    BLENDED_ABLATION;

    /** Whether several submodels score an image. */
    boolean blends() {
      return this == BLENDED || this == BLENDED_ABLATION;
    }
  }

  /** Checks that nothing is missing. */
  public Method {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(submodel, "submodel");
  }

  /**
   * All methods: the catalogue's detectors that are no submodels, the submodels, MADE-Net, the same
   * blended, the same told the category, and MADE-Net and the blend without each submodel.
   *
   * @param catalog what there is
   * @return in the order of tables
   */
  public static List<Method> all(DetectorCatalog catalog) {
    List<Method> methods = new ArrayList<>();
    for (DetectorEntry<?> entry : catalog.entries()) {
      if (submodel(entry.name()).isEmpty()) {
        methods.add(new Method(entry.name(), entry.title(), Role.BASELINE, Optional.empty()));
      }
    }
    for (DetectorEntry<?> entry : catalog.entries()) {
      submodel(entry.name())
          .ifPresent(
              s -> methods.add(new Method(s.kind(), s.name(), Role.SUBMODEL, Optional.of(s))));
    }
    List<Method> parts = methods.stream().filter(m -> m.role() == Role.SUBMODEL).toList();
    if (!parts.isEmpty()) {
      methods.add(
          new Method(MadeNetDetector.KIND, MadeNetDetector.TITLE, Role.WHOLE, Optional.empty()));
      methods.add(
          new Method(
              MadeNetDetector.KIND + "-blended",
              MadeNetDetector.TITLE + " blended",
              Role.BLENDED,
              Optional.empty()));
      methods.add(
          new Method(
              MadeNetDetector.KIND + "-told-category",
              MadeNetDetector.TITLE + " told the category",
              Role.TOLD_CATEGORY,
              Optional.empty()));
    }
    ablations("", "", Role.ABLATION, parts, methods);
    ablations("-blended", " blended", Role.BLENDED_ABLATION, parts, methods);
    return methods;
  }

  private static void ablations(
      String name, String title, Role role, List<Method> parts, List<Method> methods) {
    for (Method part : parts) {
      methods.add(
          new Method(
              MadeNetDetector.KIND + name + "-without-" + part.name(),
              MadeNetDetector.TITLE + title + " without " + part.title(),
              role,
              part.submodel()));
    }
  }

  /**
   * Methods by name.
   *
   * @param catalog what there is
   * @param names some of their names; none for all
   * @return in the order of tables
   * @throws IllegalArgumentException if there is no such method; the message lists those there are
   */
  public static List<Method> named(DetectorCatalog catalog, List<String> names) {
    List<Method> all = all(catalog);
    for (String name : names) {
      if (all.stream().noneMatch(m -> m.name().equals(name))) {
        throw new IllegalArgumentException(
            "there is no method '%s'; choose from %s"
                .formatted(name, all.stream().map(Method::name).collect(Collectors.joining(", "))));
      }
    }
    return names.isEmpty() ? all : all.stream().filter(m -> names.contains(m.name())).toList();
  }

  private static Optional<Submodel> submodel(String kind) {
    return Arrays.stream(Submodel.values()).filter(s -> s.kind().equals(kind)).findFirst();
  }

  /** Whether it is one detector of the catalogue. */
  boolean isDetector() {
    return role == Role.BASELINE || role == Role.SUBMODEL;
  }
}
