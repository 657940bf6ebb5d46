package dev.batchline.report;

import dev.batchline.report.RunReport.Group;
import java.io.Writer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A run as JUnit XML, each group a suite and each task a case, so that Azure Pipelines shows tasks
 * as test results. Written as a stream: a million tasks are not in memory at once.
 */
public final class JunitXml {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private JunitXml() {}

  /**
   * Writes a whole document; the writer stays open.
   *
   * @param tasks every task of the run, those of a group together, groups in the report's order
   */
  public static void write(RunReport report, Iterator<TaskLine> tasks, Writer writer)
      throws XMLStreamException {
    XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(writer);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    for (Group group : report.groups()) {
      suite(report, group, xml);
      for (int i = 0; i < group.tasks().total() && tasks.hasNext(); i++) {
        testCase(report, tasks.next(), xml);
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.flush();
  }

  private static void suite(RunReport report, Group group, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", report.name() + "." + group.name());
    xml.writeAttribute("tests", String.valueOf(group.tasks().total()));
    xml.writeAttribute("failures", String.valueOf(group.tasks().failed()));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", String.valueOf(group.tasks().notRun() + group.tasks().reused()));
    xml.writeAttribute("time", seconds(group.span().orElse(Duration.ZERO)));
    xml.writeAttribute("timestamp", TIME.format(report.started()));
  }

  private static void testCase(RunReport report, TaskLine task, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", report.name() + "." + task.group());
    xml.writeAttribute("name", task.id());
    xml.writeAttribute("time", seconds(task.duration().orElse(Duration.ZERO)));
    switch (task.result()) {
      case SUCCEEDED -> {}
      case FAILED -> {
        xml.writeStartElement("failure");
        xml.writeAttribute(
            "message",
            Escaping.neutral(
                task.message() + " after " + Wording.count(task.attempts(), "attempt")));
        xml.writeAttribute("type", "TaskFailed");
        xml.writeCharacters(Escaping.neutral(task.tail()));
        xml.writeEndElement();
      }
      case NOT_RUN, REUSED -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", Escaping.neutral(task.message()));
      }
    }
    xml.writeEndElement();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
  }
}
