package dev.batchline.benchmarks;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Prints a link to the whole account of AZURE_STORAGE_CONNECTION_STRING, for an hour: how other
 * tools reach a Storage emulator on any port. It is for emulators alone.
 */
public final class StorageLink {

  private StorageLink() {}

  public static void main(String[] arguments) {
    BlobServiceClient service =
        new BlobServiceClientBuilder()
            .connectionString(System.getenv("AZURE_STORAGE_CONNECTION_STRING"))
            .buildClient();
    AccountSasSignatureValues values =
        new AccountSasSignatureValues(
            OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
            AccountSasPermission.parse("rwdlac"),
            AccountSasService.parse("b"),
            AccountSasResourceType.parse("sco"));
    System.out.println(service.getAccountUrl() + "?" + service.generateAccountSas(values));
  }
}
