FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# The files that determine the packages come first, so that a changed source file does not download them again.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/VideoStream/VideoStream.csproj src/VideoStream/
RUN dotnet restore src/VideoStream
COPY appsettings.json ./
COPY wwwroot wwwroot
COPY src src
RUN dotnet publish src/VideoStream --configuration Release --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgtk-3-0t64 libdrm2 libatomic1 ffmpeg curl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
# Listens on port 8000 of all addresses. Writes no files, so --read-only works.
ENV ASPNETCORE_HTTP_PORTS=8000
EXPOSE 8000
USER $APP_UID
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD curl --silent --fail --output /dev/null http://127.0.0.1:8000/healthz/live
ENTRYPOINT ["dotnet", "VideoStream.dll"]
