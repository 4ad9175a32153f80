using k8s;
using k8s.Models;
using VideoStream.Tests.Support;
using YamlDotNet.Core;

namespace VideoStream.Tests.Packaging;

/// <summary>The manifests for Kubernetes, as its client library reads them: unknown fields are errors.</summary>
public sealed class KubernetesTests
{
    private const string Manifests = "docs/deploy/kubernetes/videostream.yaml";

    private const string StateDirectory = "/var/lib/videostream";

    private static readonly List<object> All = KubernetesYaml.LoadAllFromString(Repository.Text(Manifests), strict: true);

    private static V1PodSpec Pod => Of<V1Deployment>().Spec.Template.Spec;

    private static V1Container Container => Assert.Single(Pod.Containers);

    [Fact]
    public void An_unknown_field_is_an_error()
    {
        string wrong = Repository.Text(Manifests).Replace("readOnlyRootFilesystem", "readOnlyRootFileSystem", StringComparison.Ordinal);
        Assert.Throws<YamlException>(() => KubernetesYaml.LoadAllFromString(wrong, strict: true));
    }

    [Fact]
    public void All_objects_are_in_the_namespace_that_is_made()
    {
        string made = Of<V1Namespace>().Metadata.Name;
        Assert.All(
            All.OfType<IKubernetesObject<V1ObjectMeta>>().Where(item => item is not V1Namespace),
            item => Assert.Equal(made, item.Metadata.NamespaceProperty));
        Assert.Equal(5, All.Count);
    }

    [Fact]
    public void Both_probes_ask_whether_the_service_lives()
    {
        Assert.All([Container.StartupProbe, Container.LivenessProbe, Container.ReadinessProbe], probe =>
        {
            Assert.Equal("/healthz/live", probe.HttpGet.Path);
            Assert.Equal(Assert.Single(Container.Ports).Name, probe.HttpGet.Port.Value);
        });
    }

    [Fact]
    public void The_container_is_not_root_has_no_capabilities_and_cannot_write()
    {
        Assert.True(Pod.SecurityContext.RunAsNonRoot);
        Assert.NotEqual(0, Pod.SecurityContext.RunAsUser);
        Assert.Equal("RuntimeDefault", Pod.SecurityContext.SeccompProfile.Type);
        Assert.False(Pod.AutomountServiceAccountToken);
        Assert.True(Container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(Container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], Container.SecurityContext.Capabilities.Drop);
    }

    [Fact]
    public void The_service_selects_the_pods_and_their_port()
    {
        V1Service service = Of<V1Service>();
        var labels = Of<V1Deployment>().Spec.Template.Metadata.Labels;
        Assert.Equal(labels, service.Spec.Selector);
        Assert.Equal(labels, Of<V1Deployment>().Spec.Selector.MatchLabels);
        Assert.Equal(Assert.Single(Container.Ports).Name, Assert.Single(service.Spec.Ports).TargetPort.Value);
        Assert.Equal(8000, Assert.Single(Container.Ports).ContainerPort);
    }

    [Fact]
    public void The_configuration_is_valid()
    {
        V1ConfigMap map = Of<V1ConfigMap>();
        Assert.Equal(map.Metadata.Name, Assert.Single(Container.EnvFrom).ConfigMapRef.Name);
        Assert.NotEmpty(map.Data);
        EnvironmentKeys.Check(map.Data.Append(new(Assert.Single(Container.Env).Name, "rtsp://192.168.1.21/1")));
    }

    [Fact]
    public void The_state_directory_is_a_volume_that_the_user_can_write()
    {
        V1Volume volume = Assert.Single(Pod.Volumes);
        Assert.Equal(Of<V1PersistentVolumeClaim>().Metadata.Name, volume.PersistentVolumeClaim.ClaimName);
        V1VolumeMount mount = Assert.Single(Container.VolumeMounts);
        Assert.Equal((volume.Name, StateDirectory), (mount.Name, mount.MountPath));
        Assert.Equal(StateDirectory, Of<V1ConfigMap>().Data["VideoStream__Access__StateDirectory"]);
        Assert.Equal(Pod.SecurityContext.RunAsGroup, Pod.SecurityContext.FsGroup);
    }

    private static T Of<T>() => Assert.Single(All.OfType<T>());
}
