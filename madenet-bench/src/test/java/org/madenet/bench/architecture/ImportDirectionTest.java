package org.madenet.bench.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.nn.GraphMemory;

/** Imports point one way only: {@code core <- data <- (srad, sfad, lpd) <- ism <- bench}. */
@AnalyzeClasses(
    packages = "org.madenet",
    importOptions = {DoNotIncludeTests.class, ImportDirectionTest.WithoutTestJars.class})
class ImportDirectionTest {

  /** The core's test images come to this module's tests in a jar. */
  static final class WithoutTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule modules_always_importOneWayOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("core")
          .definedBy("org.madenet.core..")
          .layer("data")
          .definedBy("org.madenet.data..")
          .layer("srad")
          .definedBy("org.madenet.srad..")
          .layer("sfad")
          .definedBy("org.madenet.sfad..")
          .layer("lpd")
          .definedBy("org.madenet.lpd..")
          .layer("ism")
          .definedBy("org.madenet.ism..")
          .layer("bench")
          .definedBy("org.madenet.bench..")
          .whereLayer("core")
          .mayNotAccessAnyLayer()
          .whereLayer("data")
          .mayOnlyAccessLayers("core")
          .whereLayer("srad")
          .mayOnlyAccessLayers("core", "data")
          .whereLayer("sfad")
          .mayOnlyAccessLayers("core", "data")
          .whereLayer("lpd")
          .mayOnlyAccessLayers("core", "data")
          .whereLayer("ism")
          .mayOnlyAccessLayers("core", "data", "srad", "sfad", "lpd")
          .whereLayer("bench")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule everyClass_always_belongsToAModule =
      classes()
          .that()
          .resideInAPackage("org.madenet..")
          .should()
          .resideInAnyPackage(
              "org.madenet.core..",
              "org.madenet.data..",
              "org.madenet.srad..",
              "org.madenet.sfad..",
              "org.madenet.lpd..",
              "org.madenet.ism..",
              "org.madenet.bench..");

  @ArchTest
  static final ArchRule corePackages_always_areFreeOfCycles =
      slices().matching("org.madenet.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule dataPackages_always_areFreeOfCycles =
      slices().matching("org.madenet.data.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule sources_outsideTheConvolutionEngine_nameNoBackend =
      noClasses()
          .that(resideOutsideOfPackages("org.madenet.core.nn..", "org.madenet.core.backend.."))
          .should()
          .dependOnClassesThat(nativeOrOfABackend());

  /** Memory figures and the native build's platform are JavaCPP's; no other fact is read there. */
  @ArchTest
  static final ArchRule backendFacts_ofNativeClasses_readMemoryAndPlatformOnly =
      noClasses()
          .that()
          .resideInAPackage("org.madenet.core.backend..")
          .should()
          .dependOnClassesThat(
              nativeOrOfABackend().and(not(type(Pointer.class).or(type(Loader.class)))));

  private static DescribedPredicate<JavaClass> nativeOrOfABackend() {
    return resideInAnyPackage(
        "org.bytedeco..", "org.nd4j.linalg.cpu..", "org.nd4j.linalg.jcublas..");
  }

  @ArchTest
  static final ArchRule nobody_ever_readsSerialisedJavaObjects =
      noClasses().should().dependOnClassesThat().areAssignableTo(java.io.ObjectInputStream.class);

  /** {@code ComputationGraph.close} leaves behind what layers hold outside the heap. */
  @ArchTest
  static final ArchRule networks_always_areFreedWithTheirLayers =
      noClasses()
          .that()
          .doNotBelongToAnyOf(GraphMemory.class)
          .should()
          .callMethod(ComputationGraph.class, "close");
}
