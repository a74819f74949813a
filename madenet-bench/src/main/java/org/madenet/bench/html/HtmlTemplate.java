package org.madenet.bench.html;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Fills in FreeMarker templates that lie beside a class; everything is escaped for HTML. */
public final class HtmlTemplate {

  private HtmlTemplate() {}

  /**
   * Fills in a template.
   *
   * @param neighbour a class in whose package the template lies
   * @param name file of the template, ending in {@code .ftlh}
   * @param model what it shows
   * @return the page
   * @throws IOException if the template cannot be read
   */
  public static String fill(Class<?> neighbour, String name, Map<String, Object> model)
      throws IOException {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_33);
    configuration.setClassForTemplateLoading(neighbour, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    StringWriter page = new StringWriter();
    try {
      configuration.getTemplate(name).process(model, page);
    } catch (TemplateException e) {
      throw new IllegalStateException("the template " + name + " failed", e);
    }
    return page.toString();
  }
}
