# Compiles on the machine's own architecture, for that of the image.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
# The files that determine the packages come first, so that a changed source file does not download them again.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY .config .config
COPY src/VideoStream/VideoStream.csproj src/VideoStream/
RUN dotnet restore src/VideoStream --arch "$TARGETARCH" && dotnet tool restore
COPY appsettings.json ./
COPY wwwroot wwwroot
COPY scripts/sbom.sh scripts/
COPY src src
# The version, such as 0.2.0. The build sees no git tags.
ARG VERSION=0.0.0-container
RUN dotnet publish src/VideoStream --configuration Release --no-restore --arch "$TARGETARCH" --self-contained false --output /app \
        "-p:MinVerVersionOverride=$VERSION" \
    && scripts/sbom.sh /app/sbom.cdx.json "$VERSION"

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
    # Debian's name of it, or Ubuntu's.
    && turbojpeg=$(apt-cache show libturbojpeg0 >/dev/null 2>&1 && echo libturbojpeg0 || echo libturbojpeg) \
    # The release's version of it. Without it there is no H.264.
    && openh264=$(apt-cache pkgnames libopenh264- | grep -x 'libopenh264-[78]' | sort | head -n 1 || true) \
    && apt-get install -y --no-install-recommends libgtk-3-0t64 libdrm2 libatomic1 "$turbojpeg" ${openh264:+"$openh264"} libfontconfig1 \
        fonts-dejavu-core ffmpeg curl \
    && rm -rf /var/lib/apt/lists/* /var/cache/debconf/*-old /var/log/apt /var/log/dpkg.log
WORKDIR /app
COPY --from=build /app .
COPY scripts/container-health.sh /usr/local/bin/container-health
# A volume that is mounted there has its owner and permissions.
RUN install -d -o "$APP_UID" -g "$APP_UID" -m 0700 /var/lib/videostream
# Listens on port 8000 of all addresses. Writes no files but those of VideoStream__Access__StateDirectory, so --read-only works; without
# its diagnostics the runtime does not try to.
# One arena: with several, glibc keeps up to 20 MB more of what was freed (docs/performance.md).
ENV ASPNETCORE_HTTP_PORTS=8000 \
    DOTNET_EnableDiagnostics=0 \
    MALLOC_ARENA_MAX=1
EXPOSE 8000
USER $APP_UID
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["container-health"]
ENTRYPOINT ["dotnet", "VideoStream.dll"]
ARG VERSION=0.0.0-container
ARG REVISION=unknown
LABEL org.opencontainers.image.title="VideoStream" \
      org.opencontainers.image.description="Shows a camera live to everyone with a browser, over WebSocket and MJPEG" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
