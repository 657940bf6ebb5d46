// The Azure side of Batchline: a Batch account, its Storage, a Log Analytics workspace with the
// account's logs and metrics, and the identity that a pipeline signs in with.
//
//   az deployment group create --resource-group <group> --template-file infrastructure/main.bicep \
//     --parameters name=<name>
//
// Everything costs nothing, or cents, while no pool has nodes.

@description('Short name that all resources begin with; lower-case letters and digits.')
@minLength(3)
@maxLength(15)
param name string

@description('Where it all lies; pools take their nodes from this region.')
param location string = resourceGroup().location

@description('Issuer of the federated credential of the service connection, as Azure DevOps shows it. Empty: no federation is set up.')
param pipelineIssuer string = ''

@description('Subject of the federated credential of the service connection, as Azure DevOps shows it.')
param pipelineSubject string = ''

@description('Whether account keys work beside Entra ID. Leave off unless a client needs keys.')
param allowSharedKeys bool = false

@description('Days after which logs in the workspace go.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

var suffix = substring(uniqueString(resourceGroup().id, name), 0, 6)
var accountName = toLower('${name}${suffix}')

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: accountName
  location: location
  sku: {
    name: 'Standard_LRS'
  }
  kind: 'StorageV2'
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: allowSharedKeys
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: storage
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource batch 'Microsoft.Batch/batchAccounts@2024-07-01' = {
  name: accountName
  location: location
  properties: {
    poolAllocationMode: 'BatchService'
    allowedAuthenticationModes: allowSharedKeys
      ? [
          'AAD'
          'SharedKey'
        ]
      : [
          'AAD'
        ]
  }
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logRetentionDays
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'batchline'
  scope: batch
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-pipeline'
  location: location
}

resource federation 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = if (!empty(pipelineIssuer)) {
  parent: identity
  name: 'azure-pipelines'
  properties: {
    issuer: pipelineIssuer
    subject: pipelineSubject
    audiences: [
      'api://AzureADTokenExchange'
    ]
  }
}

// What the identity of the pipeline may do, and why. The ids are those of Azure's built-in roles.
var roles = {
  // Azure Batch Data Contributor: pools, jobs and tasks are created and deleted; the account can't be changed.
  batchDataContributor: '6aaa78f1-f7de-44ca-8722-c64a23943cae'
  // Storage Blob Data Contributor: executables, inputs, records and outputs are written and read.
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  // Storage Blob Delegator: links for the nodes are signed with a delegated key, not with the account's.
  storageBlobDelegator: 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a'
  // Monitoring Reader: metrics of the Batch account are read.
  monitoringReader: '43d0d8ad-25c7-4714-9337-8ba259a9fe05'
  // Log Analytics Reader: logs in the workspace are read.
  logAnalyticsReader: '73c42c96-874c-492b-b04d-ab87d138a893'
}

resource mayUseBatch 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(batch.id, identity.id, roles.batchDataContributor)
  scope: batch
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.batchDataContributor)
  }
}

resource mayUseBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identity.id, roles.storageBlobDataContributor)
  scope: storage
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
  }
}

resource maySignLinks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identity.id, roles.storageBlobDelegator)
  scope: storage
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDelegator)
  }
}

resource mayReadMetrics 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(batch.id, identity.id, roles.monitoringReader)
  scope: batch
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringReader)
  }
}

resource mayReadLogs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(workspace.id, identity.id, roles.logAnalyticsReader)
  scope: workspace
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.logAnalyticsReader)
  }
}

@description('The variables that the variable group of a pipeline wants, by their names.')
output variables object = {
  AZURE_BATCH_ACCOUNT: batch.name
  AZURE_BATCH_ENDPOINT: 'https://${batch.properties.accountEndpoint}'
  AZURE_BATCH_RESOURCE_ID: batch.id
  AZURE_STORAGE_ACCOUNT: storage.name
  AZURE_MONITOR_WORKSPACE_ID: workspace.properties.customerId
}

@description('Client id of the identity, for the service connection.')
output pipelineClientId string = identity.properties.clientId
