package dev.batchline.devops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineContextTest {

  @Test
  void aStepKnowsItsBuildAndWhereToLookAtIt() {
    PipelineContext context =
        PipelineContext.from(
            Map.of(
                "TF_BUILD", "True",
                "SYSTEM_COLLECTIONURI", "https://dev.azure.com/contoso/",
                "SYSTEM_TEAMPROJECT", "Risk Reports",
                "SYSTEM_TEAMPROJECTID", "6ce954b1",
                "BUILD_BUILDID", "531",
                "SYSTEM_ACCESSTOKEN", "secret"));
    assertThat(context.insidePipeline()).isTrue();
    assertThat(context.project()).contains("6ce954b1");
    assertThat(context.facts())
        .containsEntry("build", "531")
        .containsEntry(
            "url", "https://dev.azure.com/contoso/Risk%20Reports/_build/results?buildId=531");
    assertThat(context).asString().doesNotContain("secret");
  }

  @Test
  void aPersonNamesOrganisationProjectAndToken() {
    PipelineContext context =
        PipelineContext.from(
            Map.of(
                "AZURE_DEVOPS_ORG_URL", "https://dev.azure.com/contoso",
                "AZURE_DEVOPS_PROJECT", "risk",
                "AZURE_DEVOPS_EXT_PAT", "pat"));
    assertThat(context.insidePipeline()).isFalse();
    assertThat(context.collection()).contains(URI.create("https://dev.azure.com/contoso/"));
    assertThat(context.token()).isPresent();
    assertThat(context.facts()).isEmpty();
  }
}
