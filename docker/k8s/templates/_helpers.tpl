{{- define "tuyere.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "tuyere.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains (include "tuyere.name" .) .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "tuyere.name" .) | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "tuyere.selector" -}}
app.kubernetes.io/name: {{ include "tuyere.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tuyere.labels" -}}
{{ include "tuyere.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "tuyere.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "tuyere.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "tuyere.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "tuyere.secret" -}}
{{- default (include "tuyere.fullname" .) .Values.secrets.existingSecret -}}
{{- end -}}

{{- define "tuyere.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "tuyere.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{/* Whether there may be more than one gateway. */}}
{{- define "tuyere.several" -}}
{{- if or .Values.autoscaling.enabled (gt (int .Values.replicaCount) 1) }}yes{{ end -}}
{{- end -}}

{{/* The main file: what the chart says, and over it what the values say. */}}
{{- define "tuyere.config" -}}
{{- $server := dict "drain-delay" (printf "%ds" (int .Values.drain.delaySeconds)) "drain-timeout" (printf "%ds" (int .Values.drain.timeoutSeconds)) -}}
{{- if .Values.tls.existingSecret -}}
{{- $_ := set $server "tls" (dict "cert" "/etc/tuyere-tls/tls.crt" "key" "/etc/tuyere-tls/tls.key") -}}
{{- end -}}
{{- $config := dict "server" $server "management" (dict "host" "0.0.0.0") "logging" (dict "format" "json") -}}
{{- if .Values.redis.url -}}
{{- $redis := dict "url" .Values.redis.url "mode" .Values.redis.mode -}}
{{- if .Values.redis.master }}{{ $_ := set $redis "master" .Values.redis.master }}{{ end -}}
{{- if .Values.redis.user }}{{ $_ := set $redis "user" .Values.redis.user }}{{ end -}}
{{- if or .Values.redis.existingSecret .Values.redis.password }}{{ $_ := set $redis "password" "env:REDIS_PASSWORD" }}{{ end -}}
{{- $_ := set $config "redis" $redis -}}
{{- $_ := set $config "secrets" (dict "master-key" "env:TUYERE_MASTER_KEY") -}}
{{- end -}}
{{- toYaml (mergeOverwrite $config (deepCopy .Values.config)) -}}
{{- end -}}

{{/* What cannot go well is said before anything is installed. */}}
{{- define "tuyere.check" -}}
{{- if and (include "tuyere.several" .) (not .Values.redis.url) -}}
{{- fail "several gateways share their state through Redis: set redis.url, or replicaCount: 1 without autoscaling" -}}
{{- end -}}
{{- if and .Values.redis.url (not .Values.secrets.existingSecret) (not (hasKey .Values.secrets.env "TUYERE_MASTER_KEY")) -}}
{{- fail "Redis needs a master key: set secrets.env.TUYERE_MASTER_KEY (openssl rand -base64 32), or secrets.existingSecret to a Secret that has it" -}}
{{- end -}}
{{- if and .Values.existingTenants.configMap .Values.existingTenants.secret -}}
{{- fail "existingTenants has both configMap and secret: the tenants are in one of them" -}}
{{- end -}}
{{- if and .Values.tenants (or .Values.existingTenants.configMap .Values.existingTenants.secret) -}}
{{- fail "tenants are under tenants or in existingTenants, not in both" -}}
{{- end -}}
{{- range $key := list "port" "host" -}}
{{- if hasKey (default dict (get $.Values.config "server")) $key -}}
{{- fail (printf "config.server.%s is the chart's own; the port that clients reach is service.port" $key) -}}
{{- end -}}
{{- end -}}
{{- range $key := list "drain-delay" "drain-timeout" -}}
{{- if hasKey (default dict (get $.Values.config "server")) $key -}}
{{- fail (printf "config.server.%s goes with the pod's time to end: set drain.delaySeconds and drain.timeoutSeconds" $key) -}}
{{- end -}}
{{- end -}}
{{- if hasKey (default dict (get $.Values.config "management")) "port" -}}
{{- fail "config.management.port is the chart's own, 9090" -}}
{{- end -}}
{{- end -}}
