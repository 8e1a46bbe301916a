using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Members;

/// <summary>The certificate of a host: made by itself, and known to others by the SHA-256 in their link, whatever the machine is
/// called.</summary>
internal static class HostCertificate
{
    private const string FileName = "host.pfx";
    private const int Years = 20;

    /// <summary>File of the certificate with its key, made where there is none.</summary>
    public static string FileOf(string folder, FarmSecrets secrets, TimeProvider time)
    {
        string file = Path.Combine(folder, FileName);
        if (!File.Exists(file) || !CanBeRead(file, secrets))
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new("CN=montage-farm", key, HashAlgorithmName.SHA256);
            DateTimeOffset now = time.GetUtcNow();
            // Clocks of machines differ.
            using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-7), now.AddYears(Years));
            PrivateFile.Write(file, made.Export(X509ContentType.Pfx, secrets.Keeper));
        }

        return file;
    }

    /// <summary>Reads it.</summary>
    public static X509Certificate2 Load(string file, FarmSecrets secrets) => X509CertificateLoader.LoadPkcs12FromFile(file, secrets.Keeper);

    /// <summary>By what it is known: SHA-256 of the certificate, hex.</summary>
    public static string PinOf(X509Certificate certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData()));

    private static bool CanBeRead(string file, FarmSecrets secrets)
    {
        try
        {
            using X509Certificate2 known = Load(file, secrets);
            return known.HasPrivateKey;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
