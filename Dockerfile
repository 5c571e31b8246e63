# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# What changes seldom is restored in a layer of its own.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig README.md ./
COPY build build
COPY ImageCodes.Model/ImageCodes.Model.csproj ImageCodes.Model/
COPY ImageCodes.Web/ImageCodes.Web.csproj ImageCodes.Web/
RUN dotnet restore ImageCodes.Web -r linux-x64 -p:PublishReadyToRun=true
COPY ImageCodes.Model ImageCodes.Model
COPY ImageCodes.Web ImageCodes.Web
COPY wwwroot-assets wwwroot-assets
# Compiled here, not at each start.
RUN dotnet publish ImageCodes.Web --no-restore -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# For the health check.
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown $APP_UID /data
USER $APP_UID
ENV IMAGECODES_DATA_DIR=/data IMAGECODES_LISTEN=http://+:5080
VOLUME /data
EXPOSE 5080
# Inside it listens here; another port is a matter of how this one is mapped.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD curl -fsS http://localhost:5080/api/health || exit 1
# Listening beyond loopback needs a password: give IMAGECODES_PASSWORD, or IMAGECODES_PASSWORD_FILE.
ENTRYPOINT ["./imagecodes"]
CMD ["serve"]
