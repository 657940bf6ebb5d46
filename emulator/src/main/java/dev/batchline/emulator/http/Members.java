package dev.batchline.emulator.http;

import java.util.Map;
import java.util.Set;

/** The members that $select may name, by set; those of version 2024-07-01.20.0. */
final class Members {

  private static final Map<String, Set<String>> BY_SET =
      Map.ofEntries(
          row(
              "pools",
              "id displayName url eTag lastModified creationTime state "
                  + "stateTransitionTime allocationState allocationStateTransitionTime vmSize "
                  + "virtualMachineConfiguration resizeTimeout resizeErrors "
                  + "currentDedicatedNodes currentLowPriorityNodes targetDedicatedNodes "
                  + "targetLowPriorityNodes enableAutoScale autoScaleFormula "
                  + "autoScaleEvaluationInterval autoScaleRun enableInterNodeCommunication "
                  + "networkConfiguration startTask certificateReferences "
                  + "applicationPackageReferences taskSlotsPerNode taskSchedulingPolicy "
                  + "userAccounts metadata stats mountConfiguration identity "
                  + "targetNodeCommunicationMode currentNodeCommunicationMode upgradePolicy "
                  + "resourceTags maxTasksPerNode cloudServiceConfiguration "
                  + "applicationLicenses"),
          row(
              "jobs",
              "id displayName usesTaskDependencies url eTag lastModified creationTime "
                  + "state stateTransitionTime previousState previousStateTransitionTime "
                  + "priority allowTaskPreemption maxParallelTasks constraints jobManagerTask "
                  + "jobPreparationTask jobReleaseTask commonEnvironmentSettings poolInfo "
                  + "onAllTasksComplete onTaskFailure networkConfiguration metadata "
                  + "executionInfo stats"),
          row(
              "tasks",
              "id displayName url eTag lastModified creationTime exitConditions state "
                  + "stateTransitionTime previousState previousStateTransitionTime "
                  + "commandLine containerSettings resourceFiles outputFiles "
                  + "environmentSettings affinityInfo constraints requiredSlots userIdentity "
                  + "executionInfo nodeInfo multiInstanceSettings stats dependsOn "
                  + "applicationPackageReferences authenticationTokenSettings"),
          row(
              "nodes",
              "id url state schedulingState stateTransitionTime lastBootTime "
                  + "allocationTime ipAddress affinityId vmSize totalTasksRun "
                  + "runningTasksCount runningTaskSlotsCount totalTasksSucceeded recentTasks "
                  + "startTask startTaskInfo certificateReferences errors isDedicated "
                  + "endpointConfiguration nodeAgentInfo virtualMachineInfo"),
          row(
              "jobschedules",
              "id displayName url eTag lastModified creationTime state "
                  + "stateTransitionTime previousState previousStateTransitionTime schedule "
                  + "jobSpecification executionInfo metadata stats"),
          row(
              "subtaskinfo",
              "id nodeInfo startTime endTime exitCode containerInfo failureInfo state "
                  + "stateTransitionTime previousState previousStateTransitionTime result"),
          row(
              "jobpreparationandreleasetaskstatuslist",
              "poolId nodeId nodeUrl jobPreparationTaskExecutionInfo "
                  + "jobReleaseTaskExecutionInfo"),
          row("extensions", "provisioningState vmExtension instanceView"),
          row(
              "supportedimages",
              "nodeAgentSKUId imageReference osType capabilities batchSupportEndOfLife "
                  + "verificationType"),
          row(
              "certificates",
              "thumbprint thumbprintAlgorithm url state stateTransitionTime "
                  + "previousState previousStateTransitionTime publicData "
                  + "deleteCertificateError"));

  private Members() {}

  /** Empty for a set of which nothing can be selected. */
  static Set<String> of(String metadata) {
    return BY_SET.getOrDefault(metadata.replace("/@Element", ""), Set.of());
  }

  private static Map.Entry<String, Set<String>> row(String set, String members) {
    return Map.entry(set, Set.of(members.split(" ", -1)));
  }
}
