using System.Text.Json.Serialization;
using VideoStream.Load.Measuring;

namespace VideoStream.Load.Reports;

/// <summary>Source-generated JSON of the report and of the service's status.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(ServiceStatus))]
internal sealed partial class ReportJson : JsonSerializerContext;
